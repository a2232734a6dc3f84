// A year before one screen, in virtual time: the kiosk's own model, requests, replies and frames against a server, a
// network and people that are values as well. Built and started by Tests/Soak/run; says what came of it, and ends with 1
// where anything was broken.
//
//   World    what happens next            Server, Weather, Visitor, Place   who is there
//   Witness  what must never happen       Memory                            what is left of it all

import DeviceFlow
import Glibc
import KioskScreen

let words = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
guard words.count == 2, CommandLine.arguments.count == 3, words[0] > 0 else {
    print("usage: soak SIGN-INS SEED")
    exit(64)
}
let wanted = Int(words[0])
// So many people that a year is full of them; fewer sign-ins are a shorter time.
var world = World(seed: words[1], gap: 205)
var memory = Memory()
let clock = ContinuousClock()
let began = clock.now
let week = 7 * 86_400
var weeks = 0

while world.witness.signIns < wanted {
    world.step()
    if Int(world.now.sinceStart.components.seconds) / week > weeks {
        weeks += 1
        memory.sample()
    }
}
world.closeDown()
let took = clock.now - began
let witness = world.witness

let days = (Double(world.now.sinceStart.components.seconds) / 86_400 * 10).rounded() / 10
print("\(witness.signIns) sign-ins in \(days) days of virtual time, in \(took.components.seconds) s")
print(
    "  \(world.steps) steps, \(witness.frames) frames, \(witness.handovers) hand-overs, "
        + "\(world.restarts) restarts, \(world.reloads) configurations read again"
)
for (ending, count) in witness.endings.sorted(by: { $0.value > $1.value }) { print("  \(count) \(ending)") }
print("  approvals that became no hand-over:")
for (reason, count) in witness.lost.sorted(by: { $0.value > $1.value }) { print("    \(count): \(reason)") }
print("  tokens still good at the end: \(world.leftOver); given up, as the log says: \(witness.notRevoked)")
print(memory.words)

var flaws = witness.broken.map { "\($0.key): first on \($0.value)" }.sorted() + memory.flaws
if let complaint = world.server.complaints.first {
    flaws.append("\(world.server.complaints.count) complaints of the server, the first: \(complaint)")
}
if world.leftOver > witness.notRevoked { flaws.append("tokens were not taken back, and nobody was told") }
for flaw in flaws { print("BROKEN: \(flaw)") }
exit(flaws.isEmpty ? 0 : 1)
