// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 160 by 45, part 7")
struct Screens160x45Part7Tests {
    @Test("operator-test")
    func operatorTest() {
        expectScreen(
            .operatorTest, 160, 45,
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
