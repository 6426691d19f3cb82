function depth(steps: bigint): bigint {
  return steps === 0n ? 0n : 1n + depth(steps - 1n);
}
