import { expect, test } from 'vitest';
import { createKnownProjects } from '../../src/modules/sdk/known-projects.ts';
import { noon, openTestStore } from '../index/test-store.ts';

test('A project is not remembered for longer because the clock has been put back', async () => {
  const house = await openTestStore();
  const project = await house.addProject();
  let now = noon;
  const projects = createKnownProjects(house.store, () => now);
  const name = async () => (await projects.find(project.id))?.name;
  expect(await name()).toBe(project.name);
  await house.store.write((tx) => tx.updateProject({ ...project, name: 'Another' }));
  now += 1_000;
  expect(await name()).toBe(project.name);
  now -= 3_600_000;
  expect(await name()).toBe('Another');
  await house.remove();
});
