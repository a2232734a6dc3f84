import DeviceFlow
import FlowBench
import FlowTrace
import KioskIO

/// From the name of the server to the codes it gives: where one step fails, those that need it are skipped.
extension Visit {
    mutating func lookAtServer() {
        guard let server = configuration.server, let trust = configuration.trust, let seeker = configuration.seeker,
            let url = server.endpoints?.deviceAuthorization ?? server.issuer
        else {
            return skip(
                [.dns, .proxy, .connection, .tls, .discovery, .client], "the configuration has to be right first")
        }
        guard reach(url, trust) else {
            skip([.discovery], "no request can be sent to \(server.host)")
            return skipClient("no request can be sent to \(server.host)")
        }
        let endpoints = server.endpoints ?? discover(seeker, trust)
        if server.endpoints != nil { say(Finding.Area.discovery.skipped("not needed: the addresses are known")) }
        if let endpoints {
            let isReached = [endpoints.deviceAuthorization, endpoints.token].reduce(true) { known, other in
                (Self.isSamePlace(url, other) || reach(other, trust)) && known
            }
            if !isNetworkOnly { askForCodes(endpoints, trust, isReached: isReached) }
        } else {
            skipClient("it is not known where codes are asked for")
        }
        if let firstReply {
            say(
                ClockFacts.finding(
                    serverDate: firstReply.reply.date, arrived: firstReply.reply.receivedAt, host: firstReply.host))
        }
    }

    private mutating func skip(_ areas: [Finding.Area], _ reason: String) {
        for area in areas { say(area.skipped(reason)) }
    }

    private mutating func skipClient(_ reason: String) {
        if !isNetworkOnly { skip([.client], reason) }
    }

    private static func isSamePlace(_ a: String, _ b: String) -> Bool {
        guard let a = try? VerificationURI(a), let b = try? VerificationURI(b) else { return false }
        return a.host == b.host && a.port == b.port
    }

    /// Name, proxy, connection, certificate. - Returns: whether requests can be sent there.
    private mutating func reach(_ url: String, _ trust: TLSFiles) -> Bool {
        guard let host = (try? VerificationURI(url))?.host else { return false }
        let choice = ProxyVariables.read().choice(for: host)
        var proxy: ProxyVariables.Proxy?
        if case .proxy(let chosen) = choice { proxy = chosen }
        if let needless = NameFacts.needless(host) {
            say(needless)
        } else if let limit = patience.wait(atMost: .seconds(5)) {
            let name = NameFacts.lookUp(host, isForProxy: proxy != nil, within: limit)
            say(name.finding)
            if case .problem = name.finding.verdict {
                skip([.proxy, .connection, .tls], "\(host) has no address")
                return false
            }
        }
        let answers = proxy.flatMap { proxy in patience.wait(atMost: .seconds(3)).map { proxy.answers(within: $0) } }
        say(choice.finding(for: host, answers: answers))
        guard answers != false, let limit = patience.wait(atMost: .seconds(5)),
            var facts = ConnectionFacts.connect(url, trust, within: limit)
        else {
            skip([.connection, .tls], answers == false ? "the proxy does not answer" : Self.noTime)
            return false
        }
        facts.usesProxy = proxy != nil
        say(facts.findings(now: Clock.wall()))
        return facts.isGood
    }

    static var noTime: String { "no time was left for it" }

    // MARK: Discovery

    private mutating func discover(_ client: Client, _ trust: TLSFiles) -> Endpoints? {
        let errand = Errand(client, trust, signingKey: nil)
        var facts = DiscoveryFacts(issuer: client.issuer ?? "", attempts: [])
        for number in 0...1 {
            guard let limit = patience.wait(atMost: .seconds(4)) else { break }
            let intent = Intent.metadata(attempt: number)
            let exchange = errand.exchange(intent, timeout: limit)
            keep(exchange)
            guard case .metadataReplied(let answer, _) = client.event(for: exchange.outcome, to: intent, exchange.id)
            else { continue }
            facts.attempts.append(.init(url: exchange.request.url, outcome: exchange.outcome, answer: answer))
        }
        guard !facts.attempts.isEmpty else {
            skip([.discovery], Self.noTime)
            return nil
        }
        say(facts.findings)
        return facts.endpoints
    }

    private mutating func keep(_ exchange: Exchange) {
        guard firstReply == nil, let reply = exchange.reply,
            let host = (try? VerificationURI(exchange.request.url))?.host
        else { return }
        firstReply = (reply, host)
    }

    // MARK: The client

    private mutating func askForCodes(_ endpoints: Endpoints, _ trust: TLSFiles, isReached: Bool) {
        guard let client = configuration.client else {
            return skip([.client], "the configuration has to be right first")
        }
        guard isReached else { return skip([.client], "a request cannot be sent to each of the server's addresses") }
        guard asksForCodes else { return skip([.client], "no codes are asked for, as --no-code-request says") }
        let errand = Errand(client, trust, signingKey: configuration.signingKey)
        var endpoints = endpoints
        if endpoints.registration != nil {
            guard let registered = register(client, errand, endpoints) else { return }
            endpoints.registered = registered
        }
        guard let limit = patience.wait(atMost: .seconds(5)) else { return skip([.client], Self.noTime) }
        let intent = Intent.codes(endpoints)
        let exchange = errand.exchange(intent, timeout: limit)
        keep(exchange)
        guard case .codesReplied(let answer, _) = client.event(for: exchange.outcome, to: intent, exchange.id) else {
            return
        }
        let facts = ClientFacts(
            clientID: endpoints.registered == nil ? client.clientID : "a client that the server has made",
            isConfidential: client.clientSecret != nil || client.hasPrivateKey || client.hasCertificate,
            scope: client.scope, url: endpoints.deviceAuthorization, answer: answer, latency: exchange.latency)
        say(facts.findings)
        guard case .codes(let codes) = answer else { return }
        self.codes = codes
        openPage(codes.verificationURI, trust)
    }

    private mutating func register(_ client: Client, _ errand: Errand, _ endpoints: Endpoints) -> RegisteredClient? {
        guard let limit = patience.wait(atMost: .seconds(4)) else {
            skip([.client], Self.noTime)
            return nil
        }
        let intent = Intent.register(endpoints)
        let exchange = errand.exchange(intent, timeout: limit)
        keep(exchange)
        if case .registrationReplied(.client(let clientID, let secret, _), _) = client.event(
            for: exchange.outcome, to: intent, exchange.id)
        {
            return RegisteredClient(clientID: clientID, secret: secret, until: nil)
        }
        say(
            Finding(
                .client, .problem, "the server makes no client for this device (\(endpoints.registration ?? ""))",
                remedy: "look at the --set values; the server's log says more"))
        return nil
    }

    /// What people will open on another device. The code is not sent along: it would count as used.
    private mutating func openPage(_ uri: VerificationURI, _ trust: TLSFiles) {
        guard let limit = patience.wait(atMost: .seconds(3)) else { return skip([.client], Self.noTime) }
        let request = HTTPRequest(method: "GET", url: uri.text, headers: [.init("User-Agent", "kiosk/" + Version.text)])
        let exchange = Requester(TLSFiles(authorities: trust.authorities)).send(
            request, for: .deviceAuthorization, timeout: limit)
        say(ClientFacts.page(uri, exchange.outcome, hasOwnAuthority: trust.authorities != nil))
    }
}
