import { draw } from './drawings.ts';
import { element } from './element.ts';
import { changePlan, currentPerson, plans } from './people.ts';
import { type Product, products } from './products.ts';
import { say } from './say.ts';

/** A page of the shop. */
export interface ShopPage {
  title: string;
  content: HTMLElement;
}

/** The page of a path; the shop itself for one that is not there. */
export function findPage(path: string, refresh: () => void): ShopPage {
  const product = products.find(({ id }) => path === `/products/${id}`);
  if (product !== undefined) return { title: product.name, content: showProduct(product) };
  if (path === '/membership') return { title: 'Membership', content: showPlans(refresh) };
  if (path === '/invite') return { title: 'Invite', content: showInvitation() };
  return { title: 'Things for a desk', content: showProducts() };
}

const euros = (price: number) => `${price} €`;

function showProducts(): HTMLElement {
  return element(
    'section',
    {},
    element('h1', {}, 'Things for a desk'),
    element(
      'p',
      { class: 'lead' },
      'Six of them. Look around, buy what you like: nothing is charged.',
    ),
    element('div', { class: 'grid' }, ...products.map(showCard)),
  );
}

function showCard(product: Product): HTMLElement {
  return element(
    'article',
    { class: 'card' },
    element(
      'a',
      { href: `/products/${product.id}`, class: 'card-link' },
      tile(product),
      element('h2', { class: 'card-name' }, product.name),
    ),
    element(
      'div',
      { class: 'card-foot' },
      element('span', { class: 'price' }, euros(product.price)),
      buyButton(product, 'button'),
    ),
  );
}

function tile({ id, hue }: Product): HTMLElement {
  const holder = element('div', { class: 'tile hued' }, draw(id));
  holder.style.setProperty('--hue', String(hue));
  return holder;
}

function buyButton({ id, name, price, category }: Product, look: string): HTMLElement {
  const button = element(
    'button',
    {
      class: look,
      type: 'button',
      'aria-label': `Buy ${name}`,
      onclick: () => {
        say('do', 'track', ['bought', { product: id, category, price }]);
        confirm(button, 'Bought');
      },
    },
    'Buy',
  );
  return button;
}

function showProduct(product: Product): HTMLElement {
  const others = products.filter(({ id }) => id !== product.id).slice(0, 3);
  return element(
    'div',
    {},
    showDetails(product),
    element('h2', { class: 'more' }, 'More to look at'),
    element('div', { class: 'grid' }, ...others.map(showCard)),
  );
}

function showDetails(product: Product): HTMLElement {
  return element(
    'section',
    { class: 'product' },
    tile(product),
    element(
      'div',
      {},
      element('p', { class: 'crumb' }, product.category),
      element('h1', {}, product.name),
      element('p', { class: 'lead' }, product.words),
      element('p', { class: 'price large' }, euros(product.price)),
      element('div', { class: 'row' }, buyButton(product, 'button primary'), backLink()),
    ),
  );
}

const backLink = () => element('a', { href: '/', class: 'button' }, 'All things');

const planWords = {
  Free: 'Everything in the shop.',
  Pro: 'Free shipping, and a notebook each spring.',
  Team: 'Pro, for everybody in the room.',
};

function showPlans(refresh: () => void): HTMLElement {
  const person = currentPerson();
  const cards = plans.map((plan) => {
    const isCurrent = person?.plan === plan;
    const choose = () => {
      if (person !== undefined) changePlan(person, plan);
      refresh();
    };
    return element(
      'article',
      { class: isCurrent ? 'card plan current' : 'card plan' },
      element('h2', {}, plan),
      element('p', {}, planWords[plan]),
      element(
        'button',
        { class: 'button', type: 'button', disabled: isCurrent || !person, onclick: choose },
        isCurrent ? 'Your plan' : `Choose ${plan}`,
      ),
    );
  });
  return element(
    'section',
    {},
    element('h1', {}, 'Membership'),
    element(
      'p',
      { class: 'lead' },
      person ? `${person.name}, choose as often as you like.` : 'Log in above to have a plan.',
    ),
    element('div', { class: 'grid' }, ...cards),
  );
}

function showInvitation(): HTMLElement {
  const input = element('input', {
    type: 'email',
    id: 'guest',
    required: true,
    placeholder: 'friend@example.test',
    autocomplete: 'off',
  });
  const button = element('button', { class: 'button primary' }, 'Invite');
  const invite = (event: Event) => {
    event.preventDefault();
    say('do', 'track', ['invited', { domain: input.value.split('@').at(-1) }]);
    input.value = '';
    confirm(button, 'Invited');
  };
  return element(
    'section',
    {},
    element('h1', {}, 'Bring somebody along'),
    element(
      'p',
      { class: 'lead' },
      'No mail is sent. Muster is told the domain, never the address.',
    ),
    element(
      'form',
      { class: 'row', onsubmit: invite },
      element('label', { for: 'guest', class: 'unseen' }, 'Their e-mail address'),
      input,
      button,
    ),
  );
}

/** Says on the button itself that it has been done; a moment later it can be done again. */
function confirm(button: HTMLElement, word: string): void {
  const before = button.dataset.word ?? button.textContent ?? '';
  button.dataset.word = before;
  button.textContent = word;
  button.classList.add('done');
  setTimeout(() => {
    button.textContent = before;
    button.classList.remove('done');
  }, 1200);
}
