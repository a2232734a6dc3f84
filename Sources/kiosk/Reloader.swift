import DeviceFlow
import KioskIO
import KioskScreen

/// Reads the configuration again while a kiosk runs: the same options, the same environment, the file as it is now.
final class Reloader {
    private let given: Given
    /// What the kiosk was started with.
    private let first: Configuration
    /// One for each edition, in order. What a sign-in depends on differs between any two of them, so their number
    /// grows only as often as somebody changes it to something new.
    private var editions: [(configuration: Configuration, handover: Handover?)]

    init(_ given: Given, _ first: Configuration, _ handover: Handover?) {
        self.given = given
        self.first = first
        editions = [(first, handover)]
    }

    /// - Throws: `Renewal.Refusal` for what would be wrong at a start, too.
    func read() throws(Renewal.Refusal) -> Renewal {
        do throws(Problem) {
            return try renewal(try Configuration(.run, given))
        } catch {
            throw Renewal.Refusal(words: error.words)
        }
    }

    private func renewal(_ read: Configuration) throws(Problem) -> Renewal {
        if let record = first.record, !record.showsSecrets, read.client.provider != first.client.provider {
            throw Problem(
                words: "--provider has changed, and --record knows only the secrets of the one before: restart kiosk",
                exit: .configuration)
        }
        let edition: Int
        if let known = editions.firstIndex(where: { read.signsIn(like: $0.configuration) }) {
            edition = known
        } else {
            edition = editions.count
            editions.append((read, try Session.handover(read.handover, hasOutput: true)))
        }
        var (settings, client) = (read.settings, read.client)
        settings.edition = edition
        settings.endpoints?.edition = edition
        client.edition = edition
        return Renewal(
            settings: settings, client: client, trust: read.trust, signingKey: read.signingKey,
            handover: editions[edition].handover, theme: read.look.theme, wording: read.look.language.wording,
            needingRestart: read.needingRestart(since: first))
    }
}

extension Configuration {
    /// The same sign-in comes of both, whatever the screen looks like.
    fileprivate func signsIn(like other: Configuration) -> Bool {
        client == other.client && trust == other.trust && handover == other.handover
            && signsWithSameKey(as: other) && settings == settings.keepingSignIn(of: other.settings)
    }

    private func signsWithSameKey(as other: Configuration) -> Bool {
        switch (signingKey, other.signingKey) {
        case (nil, nil): true
        case (let key?, let otherKey?): key.isSame(as: otherKey)
        case (nil, _?), (_?, nil): false
        }
    }

    /// Options that have changed and cannot count before the next start, by their names.
    fileprivate func needingRestart(since first: Configuration) -> [String] {
        let changes = [
            ("event-log", eventLog != first.eventLog), ("record", record != first.record),
            ("metrics-file", metricsFile != first.metricsFile), ("plain", isPlain != first.isPlain),
            ("locked", settings.isLocked != first.settings.isLocked),
            ("operator-pin-file", operatorPIN != first.operatorPIN),
        ]
        return changes.filter(\.1).map(\.0)
    }
}
