import DeviceFlow
import FlowTrace
import Testing

@Suite("What people are shown of the wire")
struct RedactionTests {
    let redaction = Redaction(Provider.named("rfc8628")!)

    @Test("no secret is left of a reply, whatever it is written in, whole or cut off")
    func bodies() {
        let secret = "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"
        for body in [
            #"{"device_code":"\#(secret)","user_code":"WDJB-MJHT"}"#,
            #"{"data":{"access_token":"\#(secret)"},"user_code":"WDJB-MJHT"}"#,
            #"{"isSuccess":true,"deviceCode":"\#(secret)","user_code":"WDJB-MJHT"}"#,
            #"{"user_code":"WDJB-MJHT","access_token":"\#(secret)"#,
            #"{"user_code" : "WDJB-MJHT", "access_token" : "\#(secret)","tok"#,
            "user_code=WDJB-MJHT&access_token=\(secret)",
            #""{\"user_code\":\"WDJB-MJHT\",\"access_token\":\"\#(secret)\"}""#,
        ] {
            let shown = redaction.hidden(body: Array(body.utf8))
            #expect(!shown.contains(secret.prefix(8)), "\(shown)")
            #expect(shown.contains("WDJB-MJHT"), "what is no secret stays: \(shown)")
        }
    }

    @Test("a secret that was seen once is found wherever it stands later")
    func learned() {
        var redaction = redaction
        let code = "GmRhmhcxhwAzkoEqiMEg"
        redaction.learn(from: .example(request: "grant_type=x&device_code=\(code)", reply: #"{"error":"x"}"#))
        #expect(redaction.withoutKnownValues("no such code: \(code)!") == "no such code: ••••!")
        #expect(redaction.hidden(field: "X-Echo", "a\(code)b") == "a••••b")
        #expect(redaction.hidden(body: Array("<p>\(code)</p>".utf8)) == "<p>••••</p>")
    }

    @Test("what is kept of an exchange has none in its address either, however short and however it is escaped")
    func kept() {
        var exchange = Exchange.example(request: "device_code=a%2Fb%2Bc%2Fd%2Be&client_id=t%26v", reply: "{}")
        exchange.request.url = "https://idp.example/token?client_secret=s3c&device_code=a%2Fb%2Bc%2Fd%2Be&client_id=tv"
        var redaction = redaction
        redaction.learn(from: exchange)
        let kept = redaction.hidden(exchange)
        let dots = FormEncoding.escape(Redaction.dots)
        #expect(
            kept.request.url == "https://idp.example/token?client_secret=\(dots)&device_code=\(dots)&client_id=tv")
        #expect(kept.request.body?.revealed == "device_code=\(dots)&client_id=t%26v")
        let shown = Redaction.parameters(of: kept.request).map { "\($0.name)=\($0.value)" }
        #expect(
            shown == ["client_secret=••••", "device_code=••••", "client_id=tv", "device_code=••••", "client_id=t&v"])
    }

    @Test("a year of secrets is not kept: the newest are")
    func forgets() {
        var redaction = redaction
        for number in 0..<10_000 {
            redaction.learn(from: .example(request: "grant_type=x&device_code=DEVICE-CODE-\(number)", reply: "{}"))
        }
        #expect(redaction.withoutKnownValues("DEVICE-CODE-9999 DEVICE-CODE-9000") == "•••• ••••")
        #expect(redaction.withoutKnownValues("DEVICE-CODE-17") == "DEVICE-CODE-17", "it is forgotten")
    }

    @Test("of secrets that begin alike the longer one is found, and no character is torn")
    func longest() {
        var redaction = redaction
        for code in ["CODE-123", "CODE-123-AND-MORE", "日本語のコード", "CODE-OTHER"] {
            redaction.learn(from: .example(request: "device_code=\(FormEncoding.escape(code))", reply: "{}"))
        }
        #expect(redaction.withoutKnownValues("éCODE-123-AND-MOREé") == "é••••é")
        #expect(redaction.withoutKnownValues("CODE-123CODE-123-AND-MORCODE-12") == "••••••••-AND-MORCODE-12")
        #expect(redaction.withoutKnownValues("本日本語のコード語") == "本••••語")
        redaction.forget()
        #expect(redaction.withoutKnownValues("CODE-123") == "CODE-123")
    }

    @Test("a profile's own names for secrets are known")
    func dialect() {
        let aws = Redaction(Provider.named("aws-sso-oidc")!)
        #expect(aws.isSecret("deviceCode"))
        #expect(aws.isSecret("clientSecret"))
        #expect(!aws.isSecret("userCode"))
    }

    @Test("credentials in header fields are dots, with their scheme")
    func fields() {
        #expect(redaction.hidden(field: "Authorization", "Basic YTpi") == "Basic ••••")
        #expect(redaction.hidden(field: "DPoP", "eyJ.eyJ.x") == "••••")
        #expect(redaction.hidden(field: "Accept", "application/json") == "application/json")
    }

    @Test("the command for a shell has variables for secrets, and says what was sent otherwise")
    func curl() {
        let request = HTTPRequest(
            method: "POST", url: "https://idp.example/token",
            headers: [
                .init("Accept", "application/json"), .init("Authorization", "Basic YTpi"),
                .init("Content-Type", "application/x-www-form-urlencoded"), .init("User-Agent", "kiosk"),
            ],
            body: Secret(
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=abc&name=it%27s"))
        #expect(
            CurlLine.text(request, redaction: redaction, authorities: "/tmp/my ca.pem") == """
                curl --cacert '/tmp/my ca.pem' -H 'Accept: application/json' \
                -H "Authorization: Basic $CLIENT_CREDENTIALS" \
                --data-urlencode grant_type=urn:ietf:params:oauth:grant-type:device_code -d "device_code=$DEVICE_CODE" \
                --data-urlencode 'name=it'\\''s' https://idp.example/token
                """)
    }

    @Test("a JSON body has variables too")
    func curlJSON() {
        let request = HTTPRequest(
            method: "POST", url: "https://idp.example/token", headers: [.init("Content-Type", "application/json")],
            body: Secret(#"{"clientId":"tv $1","deviceCode":"abc"}"#))
        let tokenIDP = Redaction(Provider.named("tokenidp")!)
        #expect(
            CurlLine.text(request, redaction: tokenIDP) == #"""
                curl -H 'Content-Type: application/json' \#
                --data-binary "{\"clientId\":\"tv \$1\",\"deviceCode\":\"$DEVICE_CODE\"}" https://idp.example/token
                """#)
    }
}

@Suite("Exchanges for browsers' tools")
struct HARTests {
    @Test("an entry has what HAR 1.2 wants, and no secret")
    func entry() throws {
        let exchange = Exchange.example(
            request: "device_code=s3cr3t-s3cr3t&client_id=tv", reply: #"{"access_token":"t0k3n-t0k3n","scope":"a"}"#)
        let har = HAR(version: "1.0")
        let redaction = Redaction(Provider.named("rfc8628")!)
        let text = har.head + har.entry(exchange, redaction: redaction).line + HAR.tail
        #expect(!text.contains("s3cr3t"))
        #expect(!text.contains("t0k3n"))
        let log = try #require(JSONValue(parsing: Array(text.utf8))?["log"])
        guard case .array(let entries)? = log["entries"], let entry = entries.first else {
            Issue.record("no entry")
            return
        }
        #expect(log["version"] == "1.2")
        #expect(entry["startedDateTime"] == "2026-11-28T12:00:00.250Z")
        #expect(entry.value(at: "request.postData.mimeType") == "application/x-www-form-urlencoded")
        #expect(entry.value(at: "response.status") == .integer(200))
        #expect(entry.value(at: "timings.wait") != nil)
        let open = har.entry(exchange, redaction: nil).line
        #expect(open.contains("s3cr3t") && open.contains("t0k3n"))
    }

    @Test(
        "dates are those of the calendar",
        arguments: [
            (0.0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199.999, "2024-02-29T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.000Z"),
            (4_102_444_800, "2100-01-01T00:00:00.000Z"),
        ])
    func dates(seconds: Double, text: String) { #expect(WallTime(seconds).precise == text) }
}

extension Exchange {
    static func example(request body: String, reply: String, status: Int = 200) -> Exchange {
        Exchange(
            id: RequestID(1), purpose: .token,
            request: HTTPRequest(
                method: "POST", url: "https://idp.example/token",
                headers: [.init("Content-Type", "application/x-www-form-urlencoded")], body: Secret(body)),
            sentAt: Moment(.seconds(10)), endedAt: Moment(.seconds(10) + .milliseconds(42)),
            wallClock: 1_795_867_200.25,
            outcome: .replied(HTTPReply(status: status, body: Array(reply.utf8), receivedAt: 1_795_867_200.3)),
            wire: nil)
    }
}
