import { createServiceClock } from '../../lib/wire/index.js';

describe("the service's clock", () => {
  it("is the device's until something live has come", () => {
    const clock = createServiceClock();
    clock.saw(1_000, 61_000, false);
    expect(clock.at(70_000)).toBe(70_000);
    clock.saw(69_000, 70_000, true);
    expect(clock.at(70_000)).toBe(69_000);
    clock.saw(70_500, 71_000, true);
    clock.saw(1_000, 71_000, true);
    expect(clock.at(71_000)).toBe(70_500);
  });

  it('is ahead of the device where something comes from what that takes for the future', () => {
    const clock = createServiceClock();
    clock.saw(5_000, 1_000, false);
    expect(clock.at(2_000)).toBe(6_000);
  });

  it('is never earlier than what has been seen, by whatever clock', () => {
    const clock = createServiceClock();
    expect(clock.earliestAt(70_000)).toBe(-Infinity);
    clock.saw(1_000, 61_000, false);
    expect(clock.earliestAt(60_000)).toBe(0);
    clock.saw(50_000, 70_000, true);
    expect(clock.earliestAt(60_000)).toBe(40_000);
  });
});
