import { describeParts, type Group, type Names } from '@muster/conditions';
import { memo } from 'react';
import './formula.css';

/** The whole tree in words, the joining words in their colours. */
export const Formula = memo(function Formula({ tree, names }: { tree: Group; names: Names }) {
  return (
    <p className="formula wrap-anywhere">
      {describeParts(tree, names).map(({ text, connector }, at) =>
        connector === undefined ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a joining word has no other name
          <b key={at} className={`formula-${connector}`}>
            {text}
          </b>
        ),
      )}
    </p>
  );
});
