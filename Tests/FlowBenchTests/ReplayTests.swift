import DeviceFlow
import Foundation
import KioskScreen
import Testing

@testable import FlowBench

@Suite("Recorded runs")
struct ReplayTests {
    /// Every log that was put there; the next is one more file.
    static let recordings: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Recordings")
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).sorted().map { folder.appendingPathComponent($0).path }
    }()

    static func replay(_ path: String) throws -> Replay {
        try Replay(RecordedRun(Array(Data(contentsOf: URL(fileURLWithPath: path)))))
    }

    @Test("go the same way again", arguments: recordings)
    func same(path: String) throws {
        var replay = try Self.replay(path)
        while !replay.isOver { replay.step() }
        #expect(replay.differences == [])
        #expect(replay.run.records.count > 5)
    }

    @Test("show the same whether they are stepped through or time passes", arguments: recordings)
    func pace(path: String) throws {
        var stepped = try Self.replay(path)
        while !stepped.isOver { stepped.step() }
        var passed = try Self.replay(path)
        var now = passed.now
        while now < passed.end {
            now = now + .milliseconds(170)
            passed.advance(to: now)
            if case .code(let code) = passed.model.scene(at: passed.now).content { #expect(code.secondsLeft > 0) }
        }
        #expect(passed.differences == [])
        #expect(passed.model.phase == stepped.model.phase)
    }

    @Test("show the code, the person's language and who signed in")
    func screens() throws {
        let path = try #require(Self.recordings.first { $0.contains("person-after-person") })
        var replay = try Self.replay(path)
        var contents: [Scene.Content] = []
        while !replay.isOver {
            replay.step()
            contents.append(replay.model.scene(at: replay.now).content)
        }
        let codes = Set(contents.compactMap { if case .code(let code) = $0 { code.userCode.text } else { nil } })
        let logged = replay.run.records.compactMap { $0.event.members["user_code"]?.string }
        #expect(codes == Set(logged))
        #expect(contents.contains(.approved(name: "alice")))
        #expect(contents.contains { if case .home(let home) = $0 { home.person?.name == "alice" } else { false } })
        let hasExpired = contents.contains(.expired)
        #expect(hasExpired)
    }

    @Test("a log that is not what this program does is told from one that is, by its line")
    func differs() throws {
        let path = try #require(Self.recordings.first { $0.contains("expired") })
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var changed = try Replay(RecordedRun(Array(text.replacing("\"interval\":1,", with: "\"interval\":3,").utf8)))
        while !changed.isOver { changed.step() }
        let first = try #require(changed.differences.first)
        #expect(first.record.event.name == "poll")
        var lines = text.split(separator: "\n")
        lines.remove(at: 6)
        var shortened = try Replay(RecordedRun(Array(lines.joined(separator: "\n").utf8)))
        while !shortened.isOver { shortened.step() }
        #expect(shortened.differences.first?.record.line == 7)
    }

    @Test(
        "what is no log is refused in words",
        arguments: [
            ("", "there is no run in it"), (#"{"log":{"version":"1.2"}}"#, "it is a record of requests"),
            ("hello", "line 1 is no line of an event log"),
            (#"{"t":1,"event":"poll"}"#, "the beginning is missing"),
            (#"{"t":0,"event":"started","size":"80x24"}"#, "older version"),
            (#"{"t":0,"event":"started","seed":"x","settings":{"mode":"run"}}"#, "settings cannot be read"),
        ])
    func rubbish(log: String, words: String) {
        do throws(RecordedRun.Problem) {
            _ = try Replay(RecordedRun(Array(log.utf8)))
            Issue.record("it was read")
        } catch {
            #expect(error.words.contains(words), "\(error.words)")
        }
    }

    @Test("a log that a crash has cut off is replayed as far as it goes")
    func cutOff() throws {
        let path = try #require(Self.recordings.first { $0.contains("expired") })
        let whole = try String(contentsOfFile: path, encoding: .utf8)
        let run = try RecordedRun(Array(whole.utf8.dropLast(30)))
        #expect(run.isCutOff)
        var replay = try Replay(run)
        while !replay.isOver { replay.step() }
        #expect(replay.differences == [])
        #expect(run.records.count == (try RecordedRun(Array(whole.utf8))).records.count - 1)
    }

    @Test("a line that the power has cut off, with the next run after it, costs that line only")
    func powerCut() throws {
        let path = try #require(Self.recordings.first { $0.contains("expired") })
        let whole = try String(contentsOfFile: path, encoding: .utf8)
        let log = Array(whole.utf8.dropLast(30)) + Array("\n\(whole)".utf8)
        #expect(try RecordedRun(log).records.count == RecordedRun(Array(whole.utf8)).records.count)
        #expect(try RecordedRun(log, run: 1).records.count == RecordedRun(Array(whole.utf8)).records.count - 1)
        #expect(try RecordedRun(Array("{\"cod\n\(whole)".utf8)) == RecordedRun(Array("\n\(whole)".utf8)))
        // In the middle of a run nothing is missing: that is no event log.
        let lines = whole.split(separator: "\n")
        let broken = lines[..<4] + ["{\"cod"] + lines[4...]
        #expect(throws: RecordedRun.Problem.self) { try RecordedRun(Array(broken.joined(separator: "\n").utf8)) }
    }

    @Test("settings come back as they were logged")
    func settings() throws {
        var settings = KioskModel.Settings(mode: .run, host: "idp.example")
        settings.rules.pollMargin = .milliseconds(1500)
        settings.title = "Café"
        settings.scopes = ["openid", "a b"]
        settings.alwaysOn = true
        settings.care = .init(driftEvery: .seconds(90))
        settings.idleLimit = nil
        let endpoints = Endpoints(deviceAuthorization: "https://a", token: "https://b")
        let logged = try #require(JSONValue(parsing: Array(settings.logged(isPlain: false).line.utf8)))
        let read = KioskModel.Settings(
            logged: logged, home: nil, provider: try #require(Provider.named("rfc8628")), endpoints: endpoints)
        #expect(read == settings)
    }
}
