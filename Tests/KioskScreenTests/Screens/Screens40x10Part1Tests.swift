// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 40 by 10, part 1")
struct Screens40x10Part1Tests {
    @Test("home")
    func home() {
        expectScreen(
            .home, 40, 10,
            """
             Reading Room      Nobody is signed in.



                   [ Sign in ]      Films
                      Music         Photos
                      Games        English


             HOME   Enter Open   Arrows Move
            """)
    }

    @Test("idle")
    func idle() {
        expectScreen(
            .idle, 40, 10,
            """
             Reading Room

             Sign in

             Your phone does the typing:
             this screen shows a code,
             your phone approves it.

             Press any key to sign in
             READY   L Language   Q Quit
            """)
    }

    @Test("dimmed")
    func dimmed() {
        expectScreen(
            .dimmed, 40, 10,
            """




                                 Press any key





            """)
    }

    @Test("starting")
    func starting() {
        expectScreen(
            .starting, 40, 10,
            """
             Reading Room

             One moment


             Getting a code for you.

             Still contacting idp.example.

             STARTING   Backspace Cancel   Q Quit
            """)
    }

    @Test("pending")
    func pending() {
        expectScreen(
            .pending, 40, 10,
            """
             On your phone or computer, open
             https://idp.example/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀

             Waiting for you to approve.
             WAITING   WDJB-MJHT              14:32
            """)
    }

    @Test("pending-plain")
    func pendingPlain() {
        expectScreen(
            .pendingPlain, 40, 10,
            """
             On your phone or computer, open
             https://idp.example/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀

             Waiting for you to approve.
             WAITING   WDJB-MJHT              14:32
            """)
    }

    @Test("last-minute")
    func lastMinute() {
        expectScreen(
            .lastMinute, 40, 10,
            """
             On your phone or computer, open
             https://idp.example/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀

             Less than a minute left.
             WAITING   WDJB-MJHT              00:42
            """)
    }

    @Test("retrying")
    func retrying() {
        expectScreen(
            .retrying, 40, 10,
            """
             On your phone or computer, open
             https://idp.example/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀
             No connection. Your code is
             still good. Next try in 8 s
             RETRYING   WDJB-MJHT             14:32
            """)
    }

    @Test("slowed")
    func slowed() {
        expectScreen(
            .slowed, 40, 10,
            """
             On your phone or computer, open
             https://idp.example/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀
             Waiting for you to approve.
             (Asking every 10 s.)
             WAITING   WDJB-MJHT              14:32
            """)
    }

    @Test("replaced")
    func replaced() {
        expectScreen(
            .replaced, 40, 10,
            """
             On your phone or computer, open
             https://idp.example/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀
             Ignore the earlier code.
             Waiting for you to approve.
             WAITING   WDJB-MJHT              14:32
            """)
    }

    @Test("no-code")
    func noCode() {
        expectScreen(
            .noCode, 40, 10,
            """
             Reading Room

             No code yet

             The name idp.example cannot be found.

             Try 3 did not work. Next try in 8 s
             Staff: check the network
             cable or the Wi-Fi.
             RETRYING   Backspace Cancel   Q Quit
            """)
    }

    @Test("confirming")
    func confirming() {
        expectScreen(
            .confirming, 40, 10,
            """
             Reading Room


             Approved


             Finishing your sign-in.


             CHECKING   Backspace Cancel   Q Quit
            """)
    }

    @Test("is-this-you")
    func isThisYou() {
        expectScreen(
            .isThisYou, 40, 10,
            """
             Reading Room

             Is this you?

             Signed in as Alice Example.
             If it is somebody else, they
             used the code before you.
             Without an answer nobody
             is signed in: 8 s
             QUESTION   Enter Yes   N No   Q Quit
            """)
    }

    @Test("approved")
    func approved() {
        expectScreen(
            .approved, 40, 10,
            """
             Reading Room

             Signed in

             Welcome, Alice Example.

             You are signed in on this screen.

             Press any key to go on
             SIGNED IN   O Not you? Sign out
            """)
    }

    @Test("signed-in")
    func signedIn() {
        expectScreen(
            .signedIn, 40, 10,
            """
             Reading Room

             Signed in

             Welcome, Alice Example.

             You stay signed in on this screen.

             Not you, or leaving? Sign out.
             SIGNED IN   O Not you? Sign out
            """)
    }

    @Test("not-handed-over")
    func notHandedOver() {
        expectScreen(
            .notHandedOver, 40, 10,
            """
             Reading Room

             Not finished

             You approved, but the program behind
             this screen did not take the sign-in.

             Press any key to try again

             STOPPED   Backspace Cancel
            """)
    }
}
