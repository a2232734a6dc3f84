import DeviceFlow
import FlowTrace

/// An authorization server as a value: what it has given out, to whom, and what it is asked next.
struct Server {
    private(set) var grants: [String: Grant] = [:]
    private(set) var issues: [String: Issue] = [:]
    /// What the kiosk did that it must not.
    private(set) var complaints: [String] = []
    private var count = 0

    struct Grant {
        let number: Int
        let deviceCode: String
        let userCode: String
        let expiry: Moment
        var interval: Duration
        var lastPoll: Moment?
        var state = State.pending
        /// The kiosk has been told that it is over.
        var isOver = false

        enum State: Equatable { case pending, approved(at: Moment), denied, expired, used }
        var person: String { "Ada-\(number)-Z" }
    }

    /// Tokens that are out.
    struct Issue {
        let refreshToken: String?
        let expiry: Moment
        var person: String
        /// The kiosk was given them whole.
        var isDelivered = false
        /// Whoever asked for them has them now.
        var isHandedOver = false
    }

    static let issuer = "https://idp.example"
    static let clientID = "lobby"
    /// Seconds since 1970 at the beginning of virtual time.
    static let epoch = 1_790_000_000.0

    func grant(userCode: String) -> Grant? { grants.values.first { $0.userCode == userCode } }

    func grant(polledBy request: HTTPRequest) -> Grant? {
        Redaction.parameters(of: request).first { $0.name == "device_code" }.flatMap { grants[$0.value] }
    }

    // MARK: What people do

    /// - Returns: whether there was something left to decide.
    mutating func decide(_ userCode: String, _ state: Grant.State, at now: Moment) -> Bool {
        guard let grant = grant(userCode: userCode), grant.state == .pending, now < grant.expiry else { return false }
        grants[grant.deviceCode]?.state = state
        return true
    }

    // MARK: What it is asked

    /// - Parameter isLost: the reply will not arrive whole.
    mutating func answer(
        _ intent: Intent, _ request: HTTPRequest, isLost: Bool, at now: Moment, _ chance: inout Chance
    ) -> HTTPReply {
        let sent = Dictionary(Redaction.parameters(of: request).map { ($0.name, $0.value) }) { first, _ in first }
        switch intent {
        case .metadata: return reply(Self.metadata, at: now)
        case .codes: return codes(at: now, &chance)
        case .poll: return poll(sent["device_code"] ?? "", isLost: isLost, at: now, &chance)
        case .refresh: return refresh(sent["refresh_token"] ?? "", at: now, &chance)
        case .revoke:
            let token = sent["token"] ?? ""
            let owner = issues.first { $0.key == token || $0.value.refreshToken == token }
            if let owner, owner.value.refreshToken == token || owner.value.refreshToken == nil {
                issues[owner.key] = nil
            }
            return reply("", at: now)
        case .keys: return reply(#"{"keys":[{"kty":"EC","kid":"1","crv":"P-256","x":"","y":""}]}"#, at: now)
        case .userinfo(_, let tokens):
            let name = issues[tokens.accessToken.revealed]?.person ?? "?"
            return reply(#"{"sub":"\#(name)","name":"\#(name)"}"#, at: now)
        case .register: return reply("", status: 404, at: now)
        }
    }

    /// Forgets what nobody will ask for again.
    mutating func forget(at now: Moment) {
        grants = grants.filter { now < $0.value.expiry + .seconds(3600) }
        issues = issues.filter { !($0.value.refreshToken == nil && now > $0.value.expiry) }
    }

    /// A reply has come to the kiosk whole.
    mutating func delivered(_ reply: HTTPReply) {
        guard let token = JSONValue(parsing: reply.body)?["access_token"]?.string else { return }
        issues[token]?.isDelivered = true
    }

    mutating func handedOver(_ tokens: TokenSet) { issues[tokens.accessToken.revealed]?.isHandedOver = true }
    /// The year is over for these: whoever has them, has them.
    mutating func write(off accessTokens: [String]) { for token in accessTokens { issues[token] = nil } }

    private mutating func codes(at now: Moment, _ chance: inout Chance) -> HTTPReply {
        if chance.once(in: 1500) { return reply(#"{"error":"invalid_client"}"#, status: 401, at: now) }
        if chance.once(in: 1500) { return reply(#"{"device_code":"D"}"#, at: now) }
        count += 1
        let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
        var left = count
        let userCode = String(
            (0..<8).map { _ in
                defer { left /= letters.count }
                return letters[left % letters.count]
            })
        let shown = userCode.prefix(4) + "-" + userCode.suffix(4)
        let lifetime = chance.one(of: [60, 300, 600, 900])
        let interval = chance.one(of: [nil, 1, 5, 5, 5, 10])
        let grant = Grant(
            number: count, deviceCode: "DEVICE-CODE-\(count)", userCode: String(shown),
            expiry: now + .seconds(lifetime), interval: .seconds(interval ?? 5))
        grants[grant.deviceCode] = grant
        let page = Self.issuer + "/device"
        let told = interval.map { #","interval":\#($0)"# } ?? ""
        return reply(
            #"{"device_code":"\#(grant.deviceCode)","user_code":"\#(shown)","verification_uri":"\#(page)","#
                + #""verification_uri_complete":"\#(page)?user_code=\#(shown)","expires_in":\#(lifetime)\#(told)}"#,
            at: now)
    }

    private mutating func poll(
        _ deviceCode: String, isLost: Bool, at now: Moment, _ chance: inout Chance
    ) -> HTTPReply {
        guard var grant = grants[deviceCode] else {
            complaints.append("a poll for a code that was never given out, or is long dead: \(deviceCode)")
            return reply(#"{"error":"invalid_grant"}"#, status: 400, at: now)
        }
        defer { grants[deviceCode] = grant }
        if let last = grant.lastPoll, now - last < grant.interval {
            complaints.append("polls \((now - last).inSeconds) s apart, and the interval is \(grant.interval)")
        }
        if grant.isOver { complaints.append("a poll for \(grant.userCode) after the server had told its end") }
        grant.lastPoll = now
        func over(_ error: String) -> HTTPReply {
            if !isLost { grant.isOver = true }
            return reply(#"{"error":"\#(error)"}"#, status: 400, at: now)
        }
        switch grant.state {
        case .used: return over("invalid_grant")
        case .denied: return over("access_denied")
        case .expired: return over("expired_token")
        case .pending, .approved:
            if now >= grant.expiry { return over("expired_token") }
        }
        guard case .approved = grant.state else {
            if chance.once(in: 100) {
                if !isLost { grant.interval += .seconds(5) }
                return reply(#"{"error":"slow_down"}"#, status: 400, at: now)
            }
            return reply(#"{"error":"authorization_pending"}"#, status: 400, at: now)
        }
        grant.state = .used
        if !isLost { grant.isOver = true }
        return reply(tokens(grant, at: now, &chance), at: now)
    }

    private mutating func tokens(_ grant: Grant, at now: Moment, _ chance: inout Chance) -> String {
        let access = "ACCESS-TOKEN-\(grant.number)"
        let refresh = chance.once(in: 5) ? nil : "REFRESH-TOKEN-\(grant.number)"
        let life = chance.one(of: [90, 600, 3600])
        issues[access] = Issue(
            refreshToken: refresh, expiry: now + .seconds(life), person: grant.person)
        let told = refresh.map { #""refresh_token":"\#($0)","# } ?? ""
        let identity = chance.once(in: 8) ? "" : #","id_token":"\#(idToken(grant, at: now, &chance))""#
        return #"{"access_token":"\#(access)","token_type":"Bearer",\#(told)"expires_in":\#(life)\#(identity)}"#
    }

    private func idToken(_ grant: Grant, at now: Moment, _ chance: inout Chance) -> String {
        // Now and then one that cannot be believed, or one without a name, for which the userinfo is asked.
        let issuer = chance.once(in: 200) ? "https://elsewhere.example" : Self.issuer
        let name = chance.once(in: 4) ? "" : #","name":"\#(grant.person)""#
        let end = Int(Self.epoch + now.sinceStart.inSeconds) + 3600
        let claims =
            #"{"iss":"\#(issuer)","aud":"\#(Self.clientID)","sub":"\#(grant.person)","exp":\#(end)\#(name)}"#
        let parts = [#"{"alg":"ES256","kid":"1"}"#, claims, "signature"].map { Base64.encodeURL(Array($0.utf8)) }
        return parts.joined(separator: ".")
    }

    private mutating func refresh(_ token: String, at now: Moment, _ chance: inout Chance) -> HTTPReply {
        guard let (access, issue) = issues.first(where: { $0.value.refreshToken == token }), !chance.once(in: 30)
        else { return reply(#"{"error":"invalid_grant"}"#, status: 400, at: now) }
        let life = 600
        issues[access] = Issue(
            refreshToken: token, expiry: now + .seconds(life), person: issue.person, isDelivered: issue.isDelivered,
            isHandedOver: issue.isHandedOver)
        return reply(#"{"access_token":"\#(access)","token_type":"Bearer","expires_in":\#(life)}"#, at: now)
    }

    private static let metadata = """
        {"issuer":"\(issuer)","device_authorization_endpoint":"\(issuer)/codes","token_endpoint":"\(issuer)/token",
         "revocation_endpoint":"\(issuer)/revoke","jwks_uri":"\(issuer)/keys","userinfo_endpoint":"\(issuer)/userinfo"}
        """

    private func reply(_ body: String, status: Int = 200, at now: Moment) -> HTTPReply {
        HTTPReply(
            status: status, headers: ["content-type": "application/json"], body: Array(body.utf8),
            receivedAt: Self.epoch + now.sinceStart.inSeconds)
    }
}
