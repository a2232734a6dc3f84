import DeviceFlow
import Glibc
import Testing

@testable import KioskIO

/// Time as a descriptor.
@Suite struct AlarmTests {
    func rings(_ alarm: Alarm, within milliseconds: Int32) -> Bool {
        var ready = pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&ready, 1, milliseconds) > 0
    }

    @Test("a moment that has passed rings at once, also one from before the machine was on")
    func past() {
        let alarm = Alarm()
        alarm.ring(at: Clock.now() - .seconds(1))
        #expect(rings(alarm, within: 5000))
        alarm.hush()
        #expect(!rings(alarm, within: 0))
        alarm.ring(at: Moment(.seconds(-5)))
        #expect(rings(alarm, within: 5000))
    }

    @Test("a moment to come rings when it has come, not before, and no moment never rings")
    func future() {
        let alarm = Alarm()
        let moment = Clock.now() + .milliseconds(30)
        alarm.ring(at: moment)
        #expect(rings(alarm, within: 5000))
        #expect(Clock.now() >= moment)
        alarm.hush()
        alarm.ring(at: Clock.now() + .seconds(3600))
        alarm.ring(at: nil)
        #expect(!rings(alarm, within: 0))
    }

    @Test("the boot clock and the wall clock both move on")
    func clocks() {
        let (boot, wall) = (Clock.now(), Clock.wall())
        #expect(Clock.now() >= boot)
        #expect(wall > 1_700_000_000)
        #expect(Clock.timestamp().wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    }
}
