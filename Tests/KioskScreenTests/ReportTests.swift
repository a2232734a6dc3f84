import DeviceFlow
import Testing

@testable import KioskScreen

/// What is told of a kiosk to those who look after many: status, journal, metrics.
@Suite struct ReportTests {
    /// A run with everything that can be told, and what its models stood at.
    static func story() -> (log: [LogEvent], standings: [Standing]) {
        var kiosk = KioskDriver(
            .init(mode: .run, endpoints: KioskDriver.endpoints, greeting: .zero, keepsSignedIn: true))
        var standings = [kiosk.model.standing]
        func stand() { standings.append(kiosk.model.standing) }
        kiosk.press(.enter)
        stand()
        kiosk.codes(.trouble(.dns, retryAfter: nil))
        stand()
        kiosk.advance(by: .seconds(2))
        stand()
        kiosk.codes()
        stand()
        kiosk.advance(by: .seconds(6))
        kiosk.token(.trouble(.server(status: 503), retryAfter: nil, mayHaveHeldTokens: false))
        stand()
        kiosk.advance(by: .seconds(15))
        kiosk.token(.pending)
        stand()
        kiosk.approve(with: KioskDriver.refreshable)
        stand()
        kiosk.feed(.idleWanted)
        stand()
        kiosk.press(.enter)
        kiosk.codes()
        kiosk.advance(by: .seconds(6))
        kiosk.token(.denied)
        stand()
        kiosk.feed(.noticed(.reloadRefused("--title is \"\", but expected a name")))
        kiosk.feed(.stopped)
        stand()
        return (kiosk.log, standings)
    }

    @Test("where a kiosk stands is known at each step of a sign-in")
    func standing() {
        #expect(
            Self.story().standings.map(\.name) == [
                "idle", "starting", "retrying", "retrying", "waiting", "retrying", "waiting", "signed_in", "idle",
                "ended", "stopped",
            ])
        #expect(Set(Self.story().standings.map(\.name)).isSubset(of: Standing.names))
    }

    // MARK: The status line

    @Test("the status line says what stands on the screen by moments, and only when it changes")
    func status() {
        var status = StatusLine()
        let (now, end) = (Moment(.seconds(100)), Moment(.seconds(400)))
        func line(_ standing: Standing, after seconds: Int) -> String? {
            status.line(standing, at: now + .seconds(seconds)) { "\($0.sinceStart.components.seconds)" }
        }
        #expect(line(.idle, after: 0) == "idle, waiting for somebody")
        #expect(line(.idle, after: 60) == nil)
        #expect(line(.waiting(until: end), after: 61) == "a code is on the screen until 400, waiting for approval")
        #expect(
            line(.retrying(.dns, code: end), after: 70)
                == "a code is on the screen until 400, but no good answer since 170 (dns), trying again")
        #expect(
            line(.retrying(.timeout, code: nil), after: 80)
                == "no code: no good answer since 170 (timeout), trying again",
            "since the first that failed")
        status.heard(.reloadRefused("no such file"))
        #expect(
            line(.signedIn, after: 90)
                == "somebody is signed in; the new configuration cannot be used: no such file")
        status.heard(LogEvent("reloaded"))
        #expect(line(.signedIn, after: 91) == "somebody is signed in")
    }

    // MARK: The journal

    @Test("the journal gets a line for what matters, with its level; trouble once, and once that it is over")
    func journal() {
        var journal = JournalLines()
        let lines = Self.story().log.compactMap { journal.line($0)?.written }
        #expect(
            lines == [
                "<4>no good answer from the server (dns); it is asked again until there is one",
                "<5>the server answers again; a code is on the screen for 60 s",
                "<4>no good answer from the server (server_error_503); it is asked again until there is one",
                "<5>the server answers again",
                "<6>approved",
                "<5>the idle screen was asked for by a signal",
                "<6>signed out: by a signal",
                "<6>a code is on the screen for 60 s",
                "<6>declined on the phone",
                "<4>the new configuration cannot be used: --title is \"\", but expected a name",
            ])
    }

    @Test("errors are errors, with their reason")
    func journalErrors() {
        var journal = JournalLines()
        func line(_ name: String, _ members: [String: JSONValue]) -> String? {
            journal.line(LogEvent(name, members))?.written
        }
        #expect(line("refused", ["error": "invalid_client"]) == "<3>refused by the server: invalid_client")
        #expect(
            line("failed", ["reason": "no codes could be had", "detail": "tls", "certificate": "expired"])
                == "<3>failed: no codes could be had: tls: expired")
        #expect(line("failed", ["reason": "cancelled"]) == "<6>called off")
        #expect(
            line("started", ["version": "1.0", "provider": "rfc8628", "size": "80x24", "seed": "17"])
                == "<6>started: kiosk 1.0, provider rfc8628, 80x24")
        #expect(
            line("reloaded", ["waits": .bool(true), "needs_restart": .array(["record"])])
                == "<5>the configuration was read again; what a sign-in depends on counts from the next one; only from "
                + "the next start: record")
        #expect(line("key", ["key": "q"]) == nil)
        #expect(line("stopped", ["exit": .integer(0)]) == "<6>stopped with exit code 0")
    }

    @Test("neither journal, status nor metrics ever hold a code, an address, a token or who signed in")
    func nothingPrivate() {
        var journal = JournalLines()
        var metrics = Metrics(version: "1.0", provider: "rfc8628", startedAt: 0)
        var status = StatusLine()
        var told = ""
        let story = Self.story()
        for event in story.log + [LogEvent("approved", ["subject": "alice", "scope": "openid"])] {
            told += journal.line(event)?.written ?? ""
            metrics.heard(event, at: 1)
        }
        for standing in story.standings {
            told += status.line(standing, at: Moment(.zero)) { _ in "12:03" } ?? ""
            told += metrics.text(standing, codeEnd: 5)
        }
        for secret in ["WDJB", "MJHT", "idp.example", "D-SECRET", "AT", "RT", "alice", "openid"] {
            #expect(!told.contains(secret), "\(secret)")
        }
    }

    // MARK: Metrics

    @Test("metrics count what happened; every kind is there from the beginning")
    func metrics() {
        var metrics = Metrics(version: "1.0", provider: "rfc8628", startedAt: 1_700_000_000.25)
        let empty = metrics.text(.idle, codeEnd: nil)
        for line in [
            "kiosk_info{version=\"1.0\",provider=\"rfc8628\"} 1", "kiosk_state{state=\"idle\"} 1",
            "kiosk_state{state=\"signed_in\"} 0", "kiosk_start_time_seconds 1700000000.250", "kiosk_starts_total 1",
            "kiosk_polls_total{answer=\"slow_down\"} 0", "kiosk_errors_total{kind=\"dns\"} 0",
            "# TYPE kiosk_codes_total counter",
        ] {
            #expect(empty.split(separator: "\n").map(String.init).contains(line), "\(line)")
        }
        #expect(empty.hasPrefix(Metrics.mark))
        #expect(!empty.contains("kiosk_code_end"), "there is none")
        for event in Self.story().log { metrics.heard(event, at: 1_700_000_100) }
        let text = metrics.text(.waiting(until: Moment(.zero)), codeEnd: 1_700_000_160)
        for line in [
            "kiosk_codes_total 2", "kiosk_approvals_total 1", "kiosk_denials_total 1", "kiosk_expiries_total 0",
            "kiosk_sign_outs_total 1", "kiosk_polls_total{answer=\"pending\"} 1",
            "kiosk_polls_total{answer=\"transient\"} 1", "kiosk_errors_total{kind=\"dns\"} 1",
            "kiosk_errors_total{kind=\"server_error\"} 1", "kiosk_reloads_total{result=\"refused\"} 1",
            "kiosk_last_good_poll_timestamp_seconds 1700000100.000",
            "kiosk_code_end_timestamp_seconds 1700000160.000", "kiosk_state{state=\"waiting\"} 1",
        ] {
            #expect(text.split(separator: "\n").map(String.init).contains(line), "\(line)")
        }
    }

    @Test(
        "each error has its kind",
        arguments: [
            ("retrying", "timeout", "timeout"), ("retrying", "too_many_requests", "too_many_requests"),
            ("retrying", "unreadable_200", "unreadable"), ("retrying", "something", "other"),
            ("refused", "", "refused"),
            ("failed", "the server was not understood", "not_understood"),
            ("failed", "the id_token cannot be believed", "id_token"),
            ("warning", "the id_token could not be checked", "id_token"),
            ("failed", "approved, but the answer was lost; start again", "answer_lost"),
            ("failed", "tokens came too late", "late_tokens"),
            ("failed", "the tokens could not be handed over", "handover"),
            ("failed", "nobody took the tokens, so they are revoked", "tokens_given_up"),
            ("warning", "a token could not be revoked", "revocation"),
            ("failed", "no codes could be had", "unreachable"),
            ("warning", "the metrics file cannot be written", "machine"),
        ])
    func kinds(name: String, reason: String, kind: String) {
        var metrics = Metrics(version: "", provider: "", startedAt: 0)
        metrics.heard(LogEvent(name, ["reason": .string(reason)]), at: 0)
        #expect(metrics.text(.idle, codeEnd: nil).contains("kiosk_errors_total{kind=\"\(kind)\"} 1\n"))
    }

    @Test("the number of starts goes on from the file before, and a spoilt file is no number")
    func starts() {
        func starts(after previous: String) -> String? {
            Metrics(version: "", provider: "", startedAt: 0, previous: previous).text(.idle, codeEnd: nil)
                .split(separator: "\n").first { $0.hasPrefix("kiosk_starts_total ") }.map(String.init)
        }
        let first = Metrics(version: "", provider: "", startedAt: 0).text(.idle, codeEnd: nil)
        #expect(starts(after: first) == "kiosk_starts_total 2")
        #expect(starts(after: "kiosk_starts_total 41\n") == "kiosk_starts_total 42")
        for spoilt in ["", "kiosk_starts_total", "kiosk_starts_total -3", "kiosk_starts_total 99999999999999999999"] {
            #expect(starts(after: spoilt) == "kiosk_starts_total 1")
        }
    }

    @Test("a profile's name with quotes cannot break the format")
    func escaping() {
        let text = Metrics(version: "1", provider: "a\"b\\c\nd", startedAt: 0).text(.idle, codeEnd: nil)
        #expect(text.contains(#"provider="a\"b\\c\nd""#))
    }
}
