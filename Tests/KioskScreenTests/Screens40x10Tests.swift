import DeviceFlow
import KioskScreen
import Testing

@Suite("Every screen at 40 by 10")
struct Screens40x10Tests {
    @Test("a code whose QR carries it")
    func complete() throws {
        try expectScreen(
            .code(try Example.code()), Example.small,
            """
             On your phone or computer, open
             https://example.com/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀

             Waiting for you to approve.
             WAITING   WDJB-MJHT              14:32
            """)
    }

    @Test("a code to be typed, of a server that sends no complete address")
    func typed() throws {
        try expectScreen(
            .code(try Example.code("ABCD1234", uri: "https://microsoft.com/devicelogin", isComplete: false)),
            Example.small,
            """
             On your phone or computer, open
             https://microsoft.com/devicelogin
             and enter this code:

             ▄▀▄ █▀▄ ▄▀▀ █▀▄ ▄█  ▀▀▄ ▀▀█ █ █
             █▀█ █▀▄ █   █ █  █  █▀▀  ▀█ ▀▀█
             ▀ ▀ ▀▀   ▀▀ ▀▀  ▀▀▀ ▀▀▀ ▀▀▀   ▀

             Waiting for you to approve.
             WAITING   ABCD1234               14:32
            """)
    }

    @Test("a new code in its last minute, its page on this computer")
    func replaced() throws {
        try expectScreen(
            .code(
                try Example.code(
                    uri: "https://localhost:5001/device", secondsLeft: 45, ignoreEarlierCode: true, renewsItself: true)),
            Example.small,
            """
             https://localhost:5001/device
             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀
             Ignore the earlier code.
             Less than a minute left;
             then a new code comes.
             This page opens on this computer only.
             For a phone: ./run-kiosk.sh --lan
             WAITING   WDJB-MJHT              00:45
            """)
    }

    @Test("no connection while the code lives")
    func interrupted() throws {
        try expectScreen(
            .code(try Example.code(link: .interrupted(.dropped, retryIn: 8))), Example.small,
            """
             On your phone or computer, open
             https://example.com/device
             and enter this code:

             █   █ █▀▄   █ █▀▄    █▄ ▄█   █ █ █ ▀█▀
             █ █ █ █ █ ▄ █ █▀▄ ▀▀ █ ▀ █ ▄ █ █▀█  █
              ▀ ▀  ▀▀   ▀  ▀▀     ▀   ▀  ▀  ▀ ▀  ▀
             No connection. Your code is
             still good. Next try in 8 s
             RETRYING   WDJB-MJHT             14:32
            """)
    }

    @Test("nobody is signing in")
    func idle() throws {
        try expectScreen(
            .idle, Example.small,
            """
             Reading Room

             Sign in

             Your phone does the typing:
             this screen shows a code,
             your phone approves it.

             Press any key to sign in
             READY   Q Quit
            """)
    }

    @Test("codes are awaited for long")
    func starting() throws {
        try expectScreen(
            .starting(host: "auth.example.com", slow: true), Example.small,
            """
             Reading Room

             One moment


             Getting a code for you.

             Still contacting auth.example.com.

             STARTING   Esc Cancel   Q Quit
            """)
    }

    @Test("no code can be had")
    func noCode() throws {
        try expectScreen(
            .noCode(.dns, host: "auth.example.com", retryIn: 8, attempt: 3), Example.small,
            """
             Reading Room

             No code yet

             The name auth.example.com
             cannot be found.

             Try 3 did not work. Next try in 8 s

             RETRYING   Esc Cancel   Q Quit
            """)
    }

    @Test("approved")
    func approved() throws {
        try expectScreen(
            .approved(name: "Ada Lovelace"), Example.small,
            """
             Reading Room

             Signed in

             Welcome, Ada Lovelace.

             You are signed in on this screen.

             Press any key to go on
             SIGNED IN   Q Quit
            """)
    }

    @Test("approved, but the answer was lost")
    func answerLost() throws {
        try expectScreen(
            .answerLost, Example.small,
            """
             Reading Room

             Start again
             You approved, but the answer
             was lost on its way to this
             screen. Nobody is signed in.
             Please start again with a new code.

             Press any key to go on
             LOST   Q Quit
            """)
    }

    @Test("declined")
    func denied() throws {
        try expectScreen(
            .denied, Example.small,
            """
             Reading Room

             Declined

             The sign-in was declined on the
             other device. Nobody is signed in.

             Press any key to go on

             DECLINED   Q Quit
            """)
    }

    @Test("expired")
    func expired() throws {
        try expectScreen(
            .expired, Example.small,
            """
             Reading Room

             Code expired

             Time ran out before the sign-in
             was approved. Nobody is signed in.

             Press any key to go on
             The old code no longer works.
             EXPIRED   Q Quit
            """)
    }

    @Test("the server will never say yes")
    func refused() throws {
        try expectScreen(
            .refused(code: "invalid_client"), Example.small,
            """
             Reading Room

             Not set up

             The sign-in service does
             not accept this screen.
             Please tell the staff: invalid_client

             Press any key to go on
             STOPPED   Q Quit
            """)
    }

    @Test("the server cannot be understood")
    func notUnderstood() throws {
        try expectScreen(
            .notUnderstood(detail: "200 without user_code"), Example.small,
            """
             Reading Room

             Out of order
             The sign-in service gave an answer
             that this screen cannot use.
             Please tell the staff:
             200 without user_code

             Press any key to go on
             STOPPED   Q Quit
            """)
    }

    @Test("called off")
    func cancelled() throws {
        try expectScreen(
            .cancelled, Example.small,
            """
             Reading Room

             Cancelled

             The sign-in was called off
             here. Nobody is signed in.

             Press any key to go on

             CANCELLED   Q Quit
            """)
    }
}
