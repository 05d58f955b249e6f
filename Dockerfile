# The Keyline service alone; the graph is the Neo4j of NEO4J_URI (docker-compose.yml runs both).
FROM node:24-slim AS page

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --no-audit --no-fund --ignore-scripts
COPY . .
RUN node scripts/build-page.ts

FROM node:24-slim

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No runtime dependency needs an install script.
RUN npm install --omit=dev --no-save --no-audit --no-fund --ignore-scripts
COPY . .
COPY --from=page /app/.keyline-page .keyline-page

# The data directory (reports, event store, fingerprint key) is all the service writes.
RUN mkdir -p /data && chown node:node /data
ENV KEYLINE_HOME=/data NODE_ENV=production
USER node
VOLUME /data
CMD ["node", "src/main.ts"]
