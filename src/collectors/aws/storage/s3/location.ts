/**
 * The region of a bucket's location constraint: `EU` and none are the oldest names of eu-west-1 and us-east-1.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
export function regionOfLocation(constraint: string | null): string {
  if (constraint === null || constraint === '') return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}
