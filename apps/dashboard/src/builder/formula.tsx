import { describeParts, type Group, type Names } from '@muster/conditions';
import { memo, useDeferredValue } from 'react';
import './formula.css';

interface FormulaProps {
  tree: Group;
  names: Names;
}

/**
 * The whole tree in words, the joining words in their colours. It follows an edit when that has been painted:
 * the lines of a long tree take as long to break as all of its rows take to draw.
 */
export function Formula({ tree, names }: FormulaProps) {
  return <Words tree={useDeferredValue(tree)} names={names} />;
}

const Words = memo(function Words({ tree, names }: FormulaProps) {
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
