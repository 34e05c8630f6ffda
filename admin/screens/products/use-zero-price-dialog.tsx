import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

interface Question {
  skus: readonly string[];
  answer(isMeant: boolean): void;
}

/** Asks once before variants get a price of zero; `dialog` can be rendered anywhere on the page. */
export function useZeroPriceDialog(): {
  confirmZeroPrice(skus: readonly string[]): Promise<boolean>;
  dialog: ReactNode;
} {
  const [question, setQuestion] = useState<Question>();
  const confirmZeroPrice = (skus: readonly string[]) =>
    skus.length === 0
      ? Promise.resolve(true)
      : new Promise<boolean>(answer => {
          setQuestion({ skus, answer });
        });
  const close = (isMeant: boolean) => {
    setQuestion(undefined);
    question?.answer(isMeant);
  };
  const dialog = question && (
    <ConfirmDialog
      open
      title="Give away for nothing?"
      confirmLabel="Save at zero"
      cancelLabel="Change the price"
      danger
      onConfirm={() => close(true)}
      onClose={() => close(false)}
    >
      <p className="soft">
        {question.skus.length === 1
          ? `${question.skus[0]} has a price of zero`
          : `${question.skus.length} variants have a price of zero`}
        . Shoppers can order them without paying.
      </p>
    </ConfirmDialog>
  );
  return { confirmZeroPrice, dialog };
}
