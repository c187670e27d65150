import { expect, it } from 'vitest';
import type { LiveExperience } from '../../src/modules/sdk/project-plans.ts';
import { createPageFilter } from '../../src/modules/targeting/choose-experiences.ts';
import type { ExperienceRow } from '../../src/store/experiences.ts';
import { makeExperience } from '../store/samples.ts';

type Where = ExperienceRow['target']['where'];
type ShowOn = ExperienceRow['target']['showOn'];

function makeLive(id: string, where: Partial<Where>, showOn?: ShowOn): LiveExperience {
  const row = makeExperience({ id, status: 'live' });
  const target = { ...row.target, where: { ...row.target.where, ...where } };
  return {
    row: { ...row, target: showOn ? { ...target, showOn } : target },
    who: 0,
    blocks: new Map(),
  };
}

const urls: Where['urls'] = [{ operator: 'startsWith', not: false, value: '/shop' }];
const filter = createPageFilter([
  makeLive('everywhere', {}),
  makeLive('phones', { devices: ['mobile'] }),
  makeLive('shop', { urls }),
  makeLive('asked for', {}, { type: 'manual' }),
]);
const find = (url: string, device: 'desktop' | 'mobile' = 'desktop') =>
  filter({ url, device }).map(({ row }) => row.id);

it('answers by page and device, again and again, and after any number of pages', () => {
  const expectAll = () => {
    expect(find('https://a.test/')).toEqual(['everywhere']);
    expect(find('https://a.test/shop')).toEqual(['everywhere', 'shop']);
    expect(find('https://a.test/shop', 'mobile')).toEqual(['everywhere', 'phones', 'shop']);
    expect(find('https://a.test/', 'mobile')).toEqual(['everywhere', 'phones']);
  };
  expectAll();
  expectAll();
  for (let page = 0; page < 2_500; page += 1) {
    const isShop = page % 3 === 0;
    const found = find(`https://a.test/${isShop ? 'shop' : 'other'}/${page}`);
    expect(found).toEqual(isShop ? ['everywhere', 'shop'] : ['everywhere']);
  }
  expectAll();
});

it('answers of addresses that are too long to be kept, and of one that cannot be read', () => {
  expect(find(`https://a.test/shop?${'x'.repeat(5_000)}`)).toEqual(['everywhere', 'shop']);
  expect(find('')).toEqual(['everywhere']);
});
