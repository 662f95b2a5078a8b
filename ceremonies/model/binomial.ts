/** C(n, k), exact: how many quorums of k there are among n custodians. */
export const binomial = (n: number, k: number): bigint => {
  let result = 1n;
  for (let i = 1n; i <= BigInt(k); i += 1n) result = (result * (BigInt(n - k) + i)) / i;
  return result;
};
