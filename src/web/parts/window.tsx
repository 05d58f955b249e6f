import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface WindowProps {
  readonly title: string;
  /** What opens it. */
  readonly button: ReactNode;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** A dialog behind a button. */
export function Window({ title, button, children }: WindowProps): ReactNode {
  return (
    <DialogTrigger>
      {button}
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">
            {({ close }) => (
              <>
                <div className="panel-head">
                  <Heading slot="title">{title}</Heading>
                  <Button className="icon-button" aria-label="Close" onPress={close}>
                    ×
                  </Button>
                </div>
                {typeof children === 'function' ? children(close) : children}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
