// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 100 by 30, part 5")
struct Screens100x30Part5Tests {
    @Test("operator-menu")
    func operatorMenu() {
        expectScreen(
            .operatorMenu, 100, 30,
            """


               For the staff

                 1 Status
               > 2 Test the network
                 3 Language: English
                 4 Start the program anew
                 5 End the program
                 6 Back to the visitors' screen



















               STAFF   Enter Open   Arrows Move   Backspace Back
            """)
    }

    @Test("operator-status")
    func operatorStatus() {
        expectScreen(
            .operatorStatus, 100, 30,
            """


               For the staff

               State: RETRYING
               The connection to idp.example failed.
               Server: idp.example
               The server last answered 0:43 ago.
               Codes shown: 212. Sign-ins: 187.
               Running for 14 d 6:56:07.
               Version 0.1.0


















               STAFF   Backspace Back   Arrows Move
            """)
    }

    @Test("operator-test")
    func operatorTest() {
        expectScreen(
            .operatorTest, 100, 30,
            """


               For the staff

               ok DNS: idp.example is 192.0.2.10 (IPv4 only, 4 ms)
               skipped proxy: none is set
               ok connection: idp.example:443 answers at 192.0.2.10:443 (9 ms)
               problem TLS: the certificate of CN=idp.example has
                  expired 2 days ago, at 2026-11-28 00:00:00 UTC




















               STAFF   Backspace Back   Arrows Move
            """)
    }
}
