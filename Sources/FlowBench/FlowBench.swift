// FlowBench: what judges a sign-in, as values: no I/O, no clock, no randomness of its own.
//
//   Probe/     an authorization server held to the rules of RFC 8628 and its relatives
//   Fleet/     many devices at once, and what became of them
//   Doctor/    what the doctor saw of a machine, its network and its server, as lines for whoever installs the screen
//   Scenarios/ a whole sign-in by script, in virtual time or real
//   Replay/    a recorded run, gone through again
//
// The loops that bring time and network to them are in KioskIO/Bench, the commands in the kiosk's own target.
