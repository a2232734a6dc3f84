import DeviceFlow
import FlowBench
import FlowTrace
import Testing

@Suite("What the doctor says of the network and the server")
struct DoctorServerTests {
    private static let now = 1_790_000_000.0
    private static let day = 86_400.0

    // MARK: The way there

    @Test(
        "names, addresses and this computer are told apart",
        arguments: [
            ("localhost", false), ("tenant.localhost", false), ("127.0.0.1", false), ("192.0.2.7", false),
            ("[2001:db8::1]", false), ("idp.example", true), ("1.2.3.example", true),
        ])
    func needsLookup(host: String, isLookedUp: Bool) {
        #expect((NameFacts.needless(host) == nil) == isLookedUp)
    }

    @Test("a name that is found, slowly found, unknown, or that nobody answers for; a proxy makes it a note")
    func names() {
        func finding(_ outcome: NameFacts.Outcome, took: Duration = .milliseconds(8), isForProxy: Bool = false)
            -> Finding
        {
            NameFacts(host: "idp.example", outcome: outcome, took: took, isForProxy: isForProxy).finding
        }
        let both = finding(.addresses(["192.0.2.7", "2001:db8::7"]))
        #expect(both.verdict == .ok && both.seen.contains("IPv4 and IPv6, 8 ms"), "\(both)")
        #expect(finding(.addresses(["192.0.2.7"])).seen.contains("IPv4 only"))
        #expect(finding(.addresses(["192.0.2.7"]), took: .seconds(3)).verdict == .note)
        #expect(finding(.failed("Name or service not known")).verdict == .problem)
        #expect(finding(.timeout, took: .seconds(5)).seen.contains("within 5 seconds"))
        #expect(finding(.timeout, isForProxy: true).verdict == .note)
    }

    @Test(
        "the proxy is the one that libcurl takes",
        arguments: [
            (["https_proxy": "http://p:3128"], "http://p:3128, by https_proxy"),
            (["HTTPS_PROXY": "p:8080", "https_proxy": "q"], "http://q:1080, by https_proxy"),
            (["ALL_PROXY": "socks5://p:9"], "socks5://p:9, by ALL_PROXY"),
            (["https_proxy": "https://[2001:db8::1]/"], "https://[2001:db8::1]:443, by https_proxy"),
            (["https_proxy": ""], "none is set"), (["http_proxy": "http://p:1"], "none is set"),
            (["https_proxy": "p", "no_proxy": "other.example, .example"], "none for idp.example"),
            (["https_proxy": "p", "no_proxy": "dp.example"], "http://p:1080"),
            (["https_proxy": "p", "NO_PROXY": "*"], "none for idp.example, by NO_PROXY"),
        ])
    func proxies(variables: [String: String], words: String) {
        let finding = ProxyVariables(variables).choice(for: "idp.example").finding(for: "idp.example", answers: true)
        #expect(finding.verdict == .ok && finding.seen.contains(words), "\(finding)")
    }

    @Test("networks in no_proxy, this computer, and a proxy that is off; its password is never shown")
    func moreProxies() {
        let variables = ProxyVariables([
            "https_proxy": "http://user:hunter2@p:3128", "no_proxy": "192.0.2.0/24,10.1.0.0/16",
        ])
        #expect(variables.choice(for: "192.0.2.200") != variables.choice(for: "192.0.3.200"))
        #expect(variables.choice(for: "localhost") == .loopback(variable: "https_proxy"))
        let off = variables.choice(for: "idp.example").finding(for: "idp.example", answers: false)
        #expect(off.verdict == .problem && off.seen.contains("with a user's name"), "\(off)")
        #expect(!"\(off)".contains("hunter2") && !"\(off)".contains("user:"))
        #expect(variables.choice(for: "idp.example").finding(for: "idp.example", answers: nil).verdict == .skipped)
    }

    // MARK: The connection

    private func connection(_ outcome: ConnectionFacts.Outcome, authorities: String? = nil) -> [Finding] {
        ConnectionFacts(
            host: "idp.example", port: 443, address: "192.0.2.7", connect: .milliseconds(12), outcome: outcome,
            authorities: authorities
        ).findings(now: Self.now)
    }

    private func chain(from: Double = -30, until: Double, issuer: String = "CN=Some CA") -> TLSFacts {
        TLSFacts(
            version: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384",
            certificates: [
                .init(
                    subject: "CN=idp.example", issuer: issuer, notBefore: Self.now + from * Self.day,
                    notAfter: Self.now + until * Self.day)
            ])
    }

    @Test("a certificate with time left is ok, one with less than a month, or than a third of its life, a note")
    func secured() {
        let good = connection(.secured(chain(until: 80)))
        #expect(good.map(\.verdict) == [.ok, .ok])
        #expect(good[0].seen.contains("192.0.2.7 (12 ms)") && good[1].seen.contains("80 days"), "\(good)")
        #expect(good[1].seen.contains("CN=idp.example < CN=Some CA"), "\(good)")
        let soon = connection(.secured(chain(from: -70, until: 20)))
        #expect(soon.map(\.verdict) == [.ok, .note] && soon[1].remedy?.contains("renewed") == true, "\(soon)")
        #expect(connection(.secured(chain(from: -300, until: 29))).map(\.verdict) == [.ok, .note])
        // One of 45 days is renewed in its last fifteen.
        #expect(connection(.secured(chain(from: -25, until: 20))).map(\.verdict) == [.ok, .ok])
        #expect(connection(.secured(chain(from: -31, until: 14))).map(\.verdict) == [.ok, .note])
        #expect(connection(.plain).map(\.verdict) == [.ok, .skipped])
    }

    @Test("the hosts that a certificate is for are named, four of them at most")
    func hosts() {
        var many = chain(until: 80)
        many.certificates[0].hosts = ["idp.example", "*.idp.example"]
        #expect(connection(.secured(many))[1].seen.contains("for idp.example, *.idp.example;"))
        many.certificates[0].hosts = (1...6).map { "host-\($0).example" }
        let wrong = connection(.distrusted(.wrongHost, many))[1]
        #expect(
            wrong.seen.hasSuffix(
                "not for idp.example: for host-1.example, host-2.example, host-3.example, "
                    + "host-4.example and 2 more"), "\(wrong)")
    }

    @Test("each way in which a certificate does not hold has its own words and its own remedy")
    func distrusted() {
        let told: [(Trouble.CertificateProblem, TLSFacts?, String, String)] = [
            (.expired, chain(until: -3), "has expired 3 days ago", "clock: it shows 2026-09-21"),
            (.notYetValid, chain(from: 3, until: 90), "not valid yet", "clock: it shows 2026-09-21"),
            (.wrongHost, chain(until: 80), "not for idp.example: CN=idp.example", "the name its certificate is for"),
            (.unknownIssuer, chain(until: 80), "issued by \"CN=Some CA\"", "--cacert"),
            (.unknownIssuer, nil, "issued by an authority", "--cacert"),
            (.other, nil, "does not hold", "openssl s_client -connect idp.example:443"),
        ]
        for (problem, facts, seen, remedy) in told {
            let findings = connection(.distrusted(problem, facts))
            #expect(findings.map(\.verdict) == [.ok, .problem])
            #expect(findings[1].seen.contains(seen), "\(findings)")
            #expect(findings[1].remedy?.contains(remedy) == true, "\(findings)")
        }
        let other = connection(.distrusted(.unknownIssuer, chain(until: 80)), authorities: "/etc/kiosk/ca.pem")[1]
        #expect(other.seen.contains("--cacert /etc/kiosk/ca.pem does not vouch"), "\(other)")
    }

    @Test("no connection: by whose fault, as far as that can be known")
    func unreached() {
        let told: [(ConnectionFacts.Failure, String)] = [
            (.timeout, "does not answer in time"), (.refused, "nothing listens"), (.noRoute("unreachable"), "no way"),
            (.proxy("CONNECT tunnel failed, response 403"), "403"), (.other("strange"), "strange"),
            (.handshake("wrong version number"), "no secure connection"), (.ownFile("no key"), "a file of this client"),
        ]
        for (failure, words) in told {
            let problems = connection(.failed(failure)).filter { $0.verdict == .problem }
            #expect(problems.count == 1 && problems[0].seen.contains(words), "\(failure): \(problems)")
            #expect(problems[0].remedy != nil)
        }
    }

    // MARK: Discovery

    private static let issuer = "https://idp.example/realm"
    private static let first = "https://idp.example/.well-known/oauth-authorization-server/realm"
    private static let second = issuer + "/.well-known/openid-configuration"

    private func client() throws -> Client {
        var client = Client(
            provider: try #require(Provider.named("rfc8628")), clientID: "screen", issuer: Self.issuer,
            userAgent: "test")
        client.scope = "openid"
        return client
    }

    private func discovery(_ replies: [(status: Int, body: String)]) throws -> DiscoveryFacts {
        let client = try client()
        let attempts = try replies.enumerated().map { number, reply in
            let intent = Intent.metadata(attempt: number)
            let outcome = HTTPOutcome.replied(
                HTTPReply(status: reply.status, body: Array(reply.body.utf8), receivedAt: Self.now))
            let event = client.event(for: outcome, to: intent, RequestID(number))
            guard case .metadataReplied(let answer, _) = event else { throw CancellationError() }
            return DiscoveryFacts.Attempt(
                url: client.request(for: intent).url, outcome: outcome, answer: answer)
        }
        return DiscoveryFacts(issuer: Self.issuer, attempts: attempts)
    }

    private func document(
        issuer: String = issuer, device: Bool = true,
        grants: String = #""urn:ietf:params:oauth:grant-type:device_code""#
    ) -> String {
        #"{"issuer":"\#(issuer)","token_endpoint":"https://idp.example/t","grant_types_supported":[\#(grants)]"#
            + (device ? #","device_authorization_endpoint":"https://idp.example/d"}"# : "}")
    }

    @Test("one document is enough, and says where codes are asked for")
    func found() throws {
        let facts = try discovery([(404, ""), (200, document())])
        #expect(facts.findings.map(\.verdict) == [.ok, .ok, .ok, .ok], "\(facts.findings)")
        #expect(facts.findings[0].seen == Self.first + ": not there (status 404), and not needed")
        #expect(facts.endpoints?.deviceAuthorization == "https://idp.example/d")
    }

    @Test("another issuer is shown beside ours, in the document that decides as a problem, in the other as a note")
    func otherIssuer() throws {
        let wrong = document(issuer: Self.issuer + "/")
        let facts = try discovery([(200, wrong), (200, document())])
        #expect(facts.findings.map(\.verdict) == [.problem, .ok], "\(facts.findings)")
        #expect(facts.findings[0].seen.contains("\(Self.issuer)/, not of \(Self.issuer)"), "\(facts.findings)")
        #expect(facts.findings[0].remedy?.contains("--issuer \(Self.issuer)/") == true)
        #expect(facts.endpoints == nil, "kiosk would stop there, too")
        let harmless = try discovery([(200, document()), (200, wrong)])
        #expect(harmless.findings.map(\.verdict) == [.ok, .note, .ok, .ok])
    }

    @Test("no document, no device endpoint, no device grant in the list, a server that is unwell")
    func poor() throws {
        let nowhere = try discovery([(404, ""), (200, "<html>")]).findings
        #expect(nowhere.map(\.verdict) == [.problem], "\(nowhere)")
        #expect(nowhere[0].seen.contains("\(Self.first) (status 404) nor \(Self.second) (no JSON)"), "\(nowhere)")
        let mute = try discovery([(404, ""), (200, document(device: false))]).findings
        #expect(mute.map(\.verdict) == [.ok, .problem] && mute[1].remedy?.contains("enable") == true, "\(mute)")
        let unlisted = try discovery([(404, ""), (200, document(grants: #""authorization_code""#))]).findings
        #expect(unlisted.last?.verdict == .note, "\(unlisted)")
        let unwell = try discovery([(503, ""), (200, document())]).findings
        #expect(unwell[0].verdict == .problem && unwell[0].seen.contains("503"), "\(unwell)")
    }

    // MARK: The client

    private func asked(status: Int = 200, _ body: String, secret: Bool = false) throws -> [Finding] {
        let outcome = HTTPOutcome.replied(HTTPReply(status: status, body: Array(body.utf8), receivedAt: Self.now))
        let endpoints = Endpoints(deviceAuthorization: "https://idp.example/d", token: "https://idp.example/t")
        let event = try client().event(for: outcome, to: .codes(endpoints), RequestID(1))
        guard case .codesReplied(let answer, _) = event else { throw CancellationError() }
        return ClientFacts(
            clientID: "screen", isConfidential: secret, scope: "openid", url: endpoints.deviceAuthorization,
            answer: answer, latency: .milliseconds(40)
        ).findings
    }

    private func codes(uri: String = "https://idp.example/device", complete: String? = nil, lifetime: Int = 600)
        -> String
    {
        #"{"device_code":"hidden","user_code":"WDJB-MJHT","verification_uri":"\#(uri)","expires_in":\#(lifetime)"#
            + (complete.map { #","verification_uri_complete":"\#($0)"}"# } ?? "}")
    }

    @Test("codes: what people will do with them, and no word of the codes themselves")
    func codesGiven() throws {
        let good = try asked(codes(complete: "https://idp.example/device?user_code=WDJB-MJHT"))
        #expect(good.map(\.verdict) == [.ok, .ok], "\(good)")
        #expect(
            good[1].seen.contains("https://idp.example/device; a code lives 10 minutes, asked about every 5 seconds"))
        #expect(!"\(good)".contains("hidden") && !"\(good)".contains("WDJB"))
        #expect(try asked(codes()).map(\.verdict) == [.ok, .ok, .note], "no QR with the code in it")
        #expect(try asked(codes(complete: "https://evil.example/")).last?.seen.contains("evil.example") == true)
        #expect(try asked(codes(uri: "http://localhost:1/device"))[1].verdict == .note)
        #expect(try asked(codes(lifetime: 30))[1].remedy?.contains("5 minutes") == true)
    }

    @Test(
        "each refusal in words, with whose turn it is",
        arguments: [
            ("unauthorized_client", "does not allow screen the device grant", "enable \"device code\""),
            ("invalid_client", "does not know screen", "--client-secret-file"),
            ("invalid_scope", "--scope asks for: openid", "--scope"), ("invalid_target", "--resource", "write it"),
            ("access_denied", "policy", "operator"), ("out_of_cheese", "out_of_cheese", "log"),
        ])
    func refused(code: String, seen: String, remedy: String) throws {
        let findings = try asked(status: 400, #"{"error":"\#(code)"}"#)
        #expect(findings.map(\.verdict) == [.problem])
        #expect(findings[0].seen.contains(seen) && findings[0].remedy?.contains(remedy) == true, "\(findings)")
    }

    @Test("a wrong secret, an answer that is none, and codes that nobody can use are problems")
    func unusable() throws {
        let secret = try asked(status: 401, #"{"error":"invalid_client"}"#, secret: true)
        #expect(secret[0].remedy?.contains("secret or key") == true, "\(secret)")
        #expect(try asked(status: 404, "<html>")[0].seen.contains("status 404"))
        #expect(try asked(#"{"device_code":"hidden"}"#)[0].seen.contains("user_code is missing"))
    }

    @Test("the page from here: open, with our own authority, or not")
    func page() throws {
        let uri = try VerificationURI("https://idp.example/device")
        func finding(_ status: Int, hasOwnAuthority: Bool = false) -> Finding {
            let reply = HTTPReply(status: status, body: [], receivedAt: Self.now)
            return ClientFacts.page(uri, .replied(reply), hasOwnAuthority: hasOwnAuthority)
        }
        #expect(finding(200).verdict == .ok && finding(302).verdict == .ok)
        #expect(finding(200, hasOwnAuthority: true).seen.contains("phones"))
        #expect(finding(404).verdict == .note && finding(404).seen.contains("404"))
        #expect(
            ClientFacts.page(uri, .failed(.timeout, wasSent: true), hasOwnAuthority: false).seen.contains(
                "no reply in time"))
    }
}
