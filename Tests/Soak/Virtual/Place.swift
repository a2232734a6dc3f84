import DeviceFlow
import KioskScreen

/// How one screen is set up; after each restart it is another.
enum Place: CaseIterable {
    /// A television: home, greeting, signed in until a key or want of keys.
    case home
    /// The same with tokens that are renewed.
    case kept
    /// A code at once, tokens for a program.
    case alwaysOn
    /// Where anybody may press keys: an operator's menu, and "is this you?".
    case lobby
    /// Any key begins, the greeting is all there is.
    case greeter
    /// Lines instead of a screen.
    case lines

    /// Of the operator.
    static let pin = "2468"

    func settings(_ chance: inout Chance) -> KioskModel.Settings {
        guard let provider = Provider.named("rfc8628") else { preconditionFailure("rfc8628 is compiled in") }
        var settings = KioskModel.Settings(
            mode: .run, host: "idp.example", title: "Lobby East", scopes: ["openid", "profile"],
            greeting: .seconds(15), qrRendering: .automatic,
            care: ScreenCare(driftEvery: .seconds(90), dimAfter: .seconds(600)),
            overscan: chance.once(in: 3) ? 0.05 : 0, bell: chance.once(in: 2),
            inspection: chance.once(in: 3) ? nil : .init(provider: provider),
            demo: chance.once(in: 6) ? .init(acts: false) : nil)
        switch self {
        case .home: settings.home = .livingRoom
        case .kept:
            settings.home = .livingRoom
            settings.keepsSignedIn = true
            settings.idleLimit = .seconds(300)
        case .alwaysOn:
            settings.alwaysOn = true
            settings.handsOver = true
        case .lobby:
            settings.home = .livingRoom
            settings.confirms = true
            settings.handsOver = chance.once(in: 2)
            settings.lock = .init(hasMenu: true, version: "soak")
            (settings.inspection, settings.demo) = (nil, nil)
        case .greeter, .lines: settings.greeting = .seconds(5)
        }
        return settings
    }

    /// nil: it has no screen.
    func abilities(_ chance: inout Chance) -> Abilities? {
        guard self != .lines else { return nil }
        return Abilities(
            colors: chance.one(of: [0, 8, 16, 256, 1 << 24]), utf8: !chance.once(in: 4),
            halfBlocks: !chance.once(in: 3), isConsole: chance.once(in: 3))
    }
}
