import { expect, test } from 'vitest';
import type { Condition, Group, TreeNode } from '../tree.ts';
import { addNode } from './add-node.ts';
import type { EditResult } from './edit-result.ts';
import { removeNode } from './remove-node.ts';
import { toggleMatch } from './toggle-match.ts';
import { ungroup } from './ungroup.ts';
import { wrapNode } from './wrap-node.ts';

// The two examples that the builder must be able to make, click by click.

const name = isNotEmpty('native', 'name');
const id = isNotEmpty('native', 'id');
const email = isNotEmpty('native', 'email');
const externalEmail = isNotEmpty('custom', 'external_email');

test('1. Name AND Id AND (Email OR external_email)', () => {
  expect(buildFirst()).toEqual(and(name, id, or(email, externalEmail)));
});

test('2. from there to Id AND (Name OR Email OR external_email)', () => {
  let tree = buildFirst();
  tree = done(wrapNode(tree, []));
  expect(tree).toEqual(and(and(name, id, or(email, externalEmail))));
  tree = done(toggleMatch(tree, [0]));
  expect(tree).toEqual(and(or(name, id, or(email, externalEmail))));
  tree = done(removeNode(tree, [0, 1]));
  expect(tree).toEqual(and(or(name, or(email, externalEmail))));
  tree = done(addNode(tree, [], id));
  expect(tree).toEqual(and(or(name, or(email, externalEmail)), id));
  tree = done(ungroup(tree, [0, 1]));
  expect(tree).toEqual(and(or(name, email, externalEmail), id));
});

function buildFirst(): Group {
  let tree = and();
  tree = done(addNode(tree, [], name));
  tree = done(addNode(tree, [], id));
  tree = done(addNode(tree, [], and()));
  tree = done(addNode(tree, [2], email));
  tree = done(toggleMatch(tree, [2]));
  expect(tree).toEqual(and(name, id, or(email)));
  return done(addNode(tree, [2], externalEmail));
}

function done(result: EditResult): Group {
  expect(result.ok).toBe(true);
  return result.tree;
}

function isNotEmpty(source: 'native' | 'custom', key: string): Condition {
  return { type: 'attribute', source, key, kind: 'string', operator: 'empty', not: true };
}

function and(...children: TreeNode[]): Group {
  return { type: 'group', match: 'all', children };
}

function or(...children: TreeNode[]): Group {
  return { type: 'group', match: 'any', children };
}
