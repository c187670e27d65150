// The shop: its pages on one side, what Muster is told and answers on the other.
import type { DemoConfig } from '../render-page.ts';
import { element } from './element.ts';
import { showHeader } from './header.ts';
import { createMusterPanel } from './muster-panel.ts';
import { currentPerson, logIn } from './people.ts';
import { currentPath, onPage } from './router.ts';
import { findPage } from './shop-pages.ts';

const config = JSON.parse(document.getElementById('demo-config')?.textContent ?? '') as DemoConfig;
const panel = createMusterPanel(config);
const main = element('main', {});
const top = element('div', {});
document
  .getElementById('app')
  ?.append(top, panel.strip, element('div', { class: 'sides' }, main, panel.root));

// As applications do: whoever is logged in is identified on each load.
const person = currentPerson();
if (person) logIn(person);

function render(): void {
  const { title, content } = findPage(currentPath(), render);
  document.title = `${title} · Paperweight`;
  top.replaceChildren(showHeader(render));
  main.replaceChildren(content);
  panel.showPerson(currentPerson()?.id);
}

onPage(render);
