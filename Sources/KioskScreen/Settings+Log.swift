import DeviceFlow

/// The settings of a kiosk in its event log, as far as what is shown depends on them: with them, and what happened, a
/// run can be shown again.
extension KioskModel.Settings {
    /// - Parameter isPlain: it shows lines, not a screen.
    public func logged(isPlain: Bool) -> JSONValue {
        var members: [String: JSONValue] = [
            "mode": .string(mode == .run ? "run" : "login"), "plain": .bool(isPlain),
            "poll_margin": .seconds(rules.pollMargin), "ends_on_bad_certificate": .bool(rules.endsOnBadCertificate),
            "discovers": .bool(endpoints == nil), "host": .string(plain(host, limit: 255)),
            "own_authority": .bool(hasOwnAuthority), "scopes": .array(scopes.map { .string(plain($0, limit: 128)) }),
            "always_on": .bool(alwaysOn), "auto_renew": .integer(Int64(autoRenew)), "greet": .seconds(greeting),
            "hands_over": .bool(handsOver), "keeps_signed_in": .bool(keepsSignedIn), "qr": .string(qrRendering.name),
            "home": .bool(home != nil), "overscan": .bool(overscan > 0), "inspector": .bool(inspection != nil),
            "confirms": .bool(confirms), "edition": .integer(Int64(edition)),
        ]
        members["give_up_after"] = rules.giveUpAfter.map(JSONValue.seconds)
        members["title"] = title.map { .string($0) }
        members["idle_limit"] = idleLimit.map(JSONValue.seconds)
        members["move_every"] = care.driftEvery.map(JSONValue.seconds)
        members["dim_after"] = care.dimAfter.map(JSONValue.seconds)
        if let lock {
            members["lock"] = .object(["menu": .bool(lock.hasMenu), "version": .string(plain(lock.version, limit: 40))])
        }
        if let demo { members["demo"] = .object(["acts": .bool(demo.acts)]) }
        return .object(members)
    }

    /// - Parameters:
    ///   - logged: what `logged` has made.
    ///   - home: the tiles that stand there where the run had some.
    ///   - provider: whose words its inspector knew.
    ///   - endpoints: what stands in for those that were given.
    /// - Returns: nil for anything else.
    public init?(logged: JSONValue, home: HomeMenu?, provider: Provider, endpoints: Endpoints) {
        guard let mode = logged["mode"]?.string else { return nil }
        func flag(_ name: String) -> Bool { logged[name]?.bool ?? false }
        func seconds(_ name: String) -> Duration? {
            (logged[name]?.numeric).flatMap { Duration.clamped(seconds: $0) }
        }
        self.init(
            mode: mode == "login" ? .login : .run,
            rules: SignIn.Rules(
                pollMargin: seconds("poll_margin") ?? .seconds(1), giveUpAfter: seconds("give_up_after"),
                endsOnBadCertificate: flag("ends_on_bad_certificate")),
            endpoints: flag("discovers") ? nil : endpoints, host: logged["host"]?.string ?? "",
            hasOwnAuthority: flag("own_authority"), title: logged["title"]?.string,
            scopes: logged["scopes"]?.strings ?? [], alwaysOn: flag("always_on"),
            autoRenew: logged["auto_renew"]?.integer ?? 3, greeting: seconds("greet") ?? .zero,
            handsOver: flag("hands_over"), keepsSignedIn: flag("keeps_signed_in"),
            qrRendering: QRRendering.allCases.first { $0.name == logged["qr"]?.string } ?? .automatic,
            home: flag("home") ? home : nil, idleLimit: seconds("idle_limit"),
            care: ScreenCare(driftEvery: seconds("move_every"), dimAfter: seconds("dim_after")),
            overscan: flag("overscan") ? 0.05 : 0, inspection: flag("inspector") ? .init(provider: provider) : nil,
            demo: logged["demo"].map { .init(acts: $0["acts"]?.bool ?? false) }, confirms: flag("confirms"),
            edition: logged["edition"]?.integer ?? 0,
            lock: logged["lock"].map {
                .init(hasMenu: $0["menu"]?.bool ?? false, version: $0["version"]?.string ?? "")
            })
    }
}
