/**
 * What kind of device the page is on. Calls nothing of the page's, which may have replaced `matchMedia`
 * by what throws.
 */
export function findDevice({ userAgent, maxTouchPoints }: Navigator) {
  if (/Mobi/.test(userAgent)) return 'mobile';
  // An iPad claims to be a Mac, of which none has a touch screen.
  return /Mac|Android/.test(userAgent) && maxTouchPoints > 1 ? 'tablet' : 'desktop';
}
