import { BlockList, isIP } from 'node:net';

// The registries of special-purpose addresses (RFC 6890 and after it): everything that is not a place
// in the public internet, or may lead to one that is not.
const specialV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
// Of 2000::/3, which alone is given out: Teredo and its like, examples, 6to4.
const specialV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = new BlockList();
const givenOut = new BlockList();
for (const range of specialV4) addRange(special, range, 'ipv4');
for (const range of specialV6) addRange(special, range, 'ipv6');
addRange(givenOut, '2000::/3', 'ipv6');

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', bits] = range.split('/');
  list.addSubnet(network, Number(bits), family);
}

/** Whether an IP address is one of the public internet. Everything that is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      // With it go ::1, addresses of IPv4 in another dress, local ones, and all that is not given out yet.
      return givenOut.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}

/** The IP address that stands in a URL instead of a name; `undefined` for a name. */
export function findLiteralAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) ? bare : undefined;
}
