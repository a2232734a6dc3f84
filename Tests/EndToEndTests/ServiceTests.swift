import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("What those who look after many screens are told", .inTurns)
struct ServiceTests {
    /// A kiosk under a service manager that watches it.
    static func start(
        _ options: [String], _ manager: NotifySocket, watchdog microseconds: Int? = nil,
        adding environment: [String: String] = [:]
    ) throws -> Kiosk {
        var variables = ["NOTIFY_SOCKET": manager.address]
        variables["WATCHDOG_USEC"] = microseconds.map(String.init)
        return try Kiosk("run", options, environment: variables.merging(environment) { $1 })
    }

    @Test(
        "READY comes with the first screen, STATUS with each change, and STOPPING at the end; nothing private is in it")
    func manager() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let manager = try NotifySocket(folder.file("notify"))
        let kiosk = try Self.start(simulator.discoveryOptions + ["--greet", "20"], manager)
        #expect(await eventually { manager.count("READY=1") == 1 }, "\(kiosk.state)")
        #expect(manager.status == "idle, waiting for somebody")
        kiosk.terminal.send(" ")
        let code = try await kiosk.code()
        #expect(await eventually { manager.status?.hasPrefix("a code is on the screen until ") == true })
        try await simulator.act("approve", code)
        #expect(await kiosk.session.see("Alice Example"), "\(kiosk.state)")
        #expect(await eventually { manager.status == "somebody is signed in" })
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
        let all = manager.all()
        #expect(all.first?.first == "READY=1")
        #expect(all.last == ["STOPPING=1", "STATUS=stopping"])
        #expect(!all.joined().contains("WATCHDOG=1"), "nobody watches")
        for secret in [code, "Alice", "alice", "localhost", "127.0.0.1"] {
            #expect(!all.joined().contains { $0.contains(secret) }, "\(secret)")
        }
    }

    @Test("an abstract address is one too; commands of ours do not get it")
    func abstractAddress() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let folder = try TemporaryFolder()
        let file = try folder.file("environment")
        let manager = try NotifySocket("@kiosk-test-\(getpid())")
        let kiosk = try Self.start(
            server.options + ["--always-on", "--on-approved", "env >'\(file)'"], manager, watchdog: 60_000_000)
        #expect(await kiosk.session.see("You are signed in"), "\(kiosk.state)")
        #expect(manager.count("READY=1") == 1)
        let environment = try String(contentsOfFile: file, encoding: .utf8)
        #expect(environment.contains("PATH="))
        #expect(!environment.contains("NOTIFY_SOCKET") && !environment.contains("WATCHDOG"))
    }

    @Test("the watchdog is fed while the screen is drawn, starves when nobody reads it, and is fed again after")
    func watchdog() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let folder = try TemporaryFolder()
        let manager = try NotifySocket(folder.file("notify"))
        let kiosk = try Self.start(server.options + ["--always-on"], manager, watchdog: 300_000)
        try await kiosk.code()
        let fed = manager.count("WATCHDOG=1")
        #expect(
            await eventually {
                kiosk.session.update(); return manager.count("WATCHDOG=1") >= fed + 5
            })
        // Screens that nobody takes fill the terminal; then no sign of life for ten times what was usual.
        var (last, since) = (manager.count("WATCHDOG=1"), ContinuousClock.now)
        let hasStarved = await eventually(within: 30) {
            kiosk.terminal.resize(rows: 24 + Int.random(in: 0...20), columns: 80 + Int.random(in: 0...40))
            let count = manager.count("WATCHDOG=1")
            if count != last { (last, since) = (count, ContinuousClock.now) }
            return since.duration(to: .now) > .seconds(1)
        }
        #expect(hasStarved)
        #expect(await eventually(within: 2) { manager.count("WATCHDOG=1") > last } == false)
        #expect(
            await eventually {
                kiosk.session.update(); return manager.count("WATCHDOG=1") >= last + 3
            })
    }

    @Test("a screen that is held gets no sign of life, also when there is nothing to draw; it can still be ended")
    func heldScreen() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let folder = try TemporaryFolder()
        let manager = try NotifySocket(folder.file("notify"))
        let kiosk = try Self.start(server.options, manager, watchdog: 300_000)
        #expect(await kiosk.session.see("Press any key to sign in"))
        #expect(await eventually { manager.count("WATCHDOG=1") >= 3 })
        kiosk.terminal.stop()
        let before = manager.count("WATCHDOG=1")
        #expect(await eventually(within: 2) { manager.count("WATCHDOG=1") > before + 2 } == false)
        // As systemd ends what it has not heard of.
        kiosk.terminal.signal(SIGABRT)
        #expect(try await kiosk.end() == .signal(SIGABRT, dumpedCore: false))
    }

    @Test("someone else's watchdog is not ours")
    func othersWatchdog() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let folder = try TemporaryFolder()
        let manager = try NotifySocket(folder.file("notify"))
        let kiosk = try Self.start(
            server.options + ["--always-on"], manager, watchdog: 100_000, adding: ["WATCHDOG_PID": "1"])
        try await kiosk.code()
        #expect(await eventually { manager.count("READY=1") == 1 })
        try await kiosk.event("poll")
        #expect(manager.count("WATCHDOG=1") == 0)
    }

    // MARK: The journal

    @Test("where standard error is the journal, it gets a line with its level for what matters")
    func journal() async throws {
        let server = try await ScriptedServer(token: [.pending, .tokens])
        let folder = try TemporaryFolder()
        let journal = try folder.file("journal", "")
        // systemd names the stream by device and inode; here it is a file.
        let facts = try FileManager.default.attributesOfItem(atPath: journal)
        let (device, inode) = (facts[.systemNumber] as? Int ?? 0, facts[.systemFileNumber] as? Int ?? 0)
        let result = try await run(
            [
                "/bin/sh", "-c", "exec \"$@\" 2>>'\(journal)'", "sh", "/usr/bin/timeout", "--foreground", "6",
                product("kiosk"), "run", "--plain",
            ] + server.options + ["--always-on", "--greet", "0"],
            environment: testEnvironment(adding: ["JOURNAL_STREAM": "\(device):\(inode)"]))
        let lines = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("<6>started: kiosk ") == true, "\(lines), \(result)")
        #expect(lines.contains("<6>a code is on the screen for 60 s") && lines.contains("<6>approved"), "\(lines)")
        #expect(lines.last == "<6>stopped with exit code 0", "\(lines)")
        for secret in Secrets.all + ["WDJB-MJHT", server.origin] {
            #expect(!lines.contains { $0.contains(secret) }, "\(secret)")
        }
        let wrong = try await run(
            ["/bin/sh", "-c", "exec \"$@\" 2>>'\(journal)'", "sh", product("kiosk"), "run", "--nonsense"],
            environment: testEnvironment(adding: ["JOURNAL_STREAM": "\(device):\(inode)"]))
        #expect(wrong.end == .exit(64))
        let last = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").last
        #expect(last?.hasPrefix("<3>kiosk: there is no option --nonsense") == true, "\(last ?? "")")
        let other = try await run([product("kiosk"), "run", "--nonsense"])
        #expect(other.errors.hasPrefix("kiosk: "), "\(other.errors)")
    }

    // MARK: Metrics

    @Test("--metrics-file is whole at each change of state, readable by all, and counts starts over all runs")
    func metrics() async throws {
        let server = try await ScriptedServer(token: [.pending, .tokens, .pending])
        let folder = try TemporaryFolder()
        let file = try folder.file("kiosk.prom")
        func text() -> String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }
        for number in 1...2 {
            let kiosk = try Kiosk("run", server.options + ["--greet", "1", "--metrics-file", file])
            #expect(await eventually { text().contains("kiosk_state{state=\"idle\"} 1\n") }, "\(text())")
            #expect(text().contains("kiosk_starts_total \(number)\n"))
            kiosk.terminal.send(" ")
            try await kiosk.event("codes_shown")
            #expect(
                await eventually {
                    kiosk.session.update()
                    return text().contains("kiosk_codes_total 1\n")
                        && text().contains("kiosk_code_end_timestamp_seconds ")
                })
            if number == 1 { try await kiosk.event("approved") }
            kiosk.terminal.signal(SIGTERM)
            #expect(try await kiosk.end() == .exit(0))
            #expect(text().contains("kiosk_state{state=\"stopped\"} 1\n"))
            #expect(text().contains("kiosk_approvals_total \(number == 1 ? 1 : 0)\n"), "\(text())")
            #expect(text().hasSuffix("\n"))
        }
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kiosk.prom"], "nothing is left")
    }

    @Test("a metrics file that cannot be written disturbs nobody: it is told once, and written when it can be")
    func metricsOnBadDisk() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let folder = try TemporaryFolder()
        let file = folder.path + "/there/kiosk.prom"
        try FileManager.default.createDirectory(atPath: folder.path + "/there", withIntermediateDirectories: false)
        let kiosk = try Kiosk("run", server.options + ["--metrics-file", file])
        #expect(await kiosk.session.see("Press any key to sign in"))
        #expect(await eventually { FileManager.default.fileExists(atPath: file) })
        try FileManager.default.removeItem(atPath: folder.path + "/there")
        kiosk.terminal.send(" ")
        try await kiosk.code()
        let warning = try await kiosk.event("warning")
        #expect(warning["reason"] == "the metrics file cannot be written")
        try FileManager.default.createDirectory(atPath: folder.path + "/there", withIntermediateDirectories: false)
        kiosk.terminal.send("\u{1b}")
        #expect(await kiosk.session.see("Press any key to sign in"))
        #expect(await eventually { FileManager.default.fileExists(atPath: file) })
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
        #expect(try kiosk.eventLog.events("warning").count == 1)
    }

    @Test("what is no metrics file is never written over")
    func notOurs() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("precious", "years of work\n")
        let result = try await run(
            [product("kiosk"), "run", "--issuer", "https://idp.example", "--client-id", "x", "--metrics-file", file])
        #expect(result.end == .exit(78))
        #expect(result.errors.contains("holds no metrics"), "\(result.errors)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "years of work\n")
    }
}
