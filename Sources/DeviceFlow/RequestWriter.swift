/// Writes one request as its profile's shape has it.
struct RequestWriter {
    let client: Client
    let sign: Signing
    var shape = Provider.RequestShape()
    private var parameters: [(name: String, value: String)] = []

    init(client: Client, sign: @escaping Signing) {
        self.client = client
        self.sign = sign
    }

    /// - Parameter name: the RFC's.
    mutating func add(_ name: String, _ value: String) { parameters.append((name, value)) }

    /// A document that is only read.
    func get(_ url: String, token: Secret? = nil, isProven: Bool = false) -> HTTPRequest {
        var headers = commonHeaders
        if let token {
            let proof = isProven ? sign(.proof(method: "GET", url: url, nonce: nil, accessToken: token)) : nil
            headers.append(.init("Authorization", (proof == nil ? "Bearer " : "DPoP ") + token.revealed))
            if let proof { headers.append(.init("DPoP", proof)) }
        }
        return HTTPRequest(method: "GET", url: url, headers: headers)
    }

    /// - Parameters:
    ///   - authenticates: whether the client says who it is.
    ///   - isProven: whether it proves that it holds its key, with `nonce` if the server gave one. (RFC 9449)
    mutating func send(
        to url: String, _ endpoints: Endpoints, authenticates: Bool = true, isProven: Bool = false, nonce: String? = nil
    ) -> HTTPRequest {
        for (name, template) in shape.fixed.sorted(by: { $0.key < $1.key }) {
            guard let value = template.filled({ client.provider.value($0, client.settings) }) else { continue }
            add(name, value)
        }
        var headers = commonHeaders
        if authenticates { authenticate(endpoints, &headers) }
        if isProven, let proof = sign(.proof(method: shape.method.rawValue, url: url, nonce: nonce, accessToken: nil)) {
            headers.append(.init("DPoP", proof))
        }
        let named = parameters.filter { !shape.omitted.contains($0.name) }
            .map { (shape.names[$0.name] ?? $0.name, $0.value) }
        if shape.encoding == .query || shape.method == .get {
            let query = FormEncoding.encode(named)
            // A query of the endpoint's own is kept. (RFC 6749, 3.2)
            let address = query.isEmpty ? url : url + (url.contains("?") ? "&" : "?") + query
            let body = shape.method == .get ? nil : Secret("")
            return HTTPRequest(method: shape.method.rawValue, url: address, headers: headers, body: body)
        }
        let (type, body) = encode(named)
        headers.append(.init("Content-Type", type))
        return HTTPRequest(method: shape.method.rawValue, url: url, headers: headers, body: Secret(body))
    }

    /// RFC 6749, 2.3.1: a secret goes into the Authorization header, unless the server wants it in the body.
    private mutating func authenticate(_ endpoints: Endpoints, _ headers: inout [HTTPRequest.Header]) {
        let id = client.id(endpoints)
        let secret = endpoints.registered?.secret ?? client.clientSecret
        switch method(endpoints, hasSecret: secret != nil) {
        case .none, .tls: break
        case .post: if let secret { add("client_secret", secret.revealed) }
        case .basic:
            guard let secret else { return }
            let pair = FormEncoding.escape(id) + ":" + FormEncoding.escape(secret.revealed)
            headers.append(.init("Authorization", "Basic " + Base64.encode(Array(pair.utf8))))
        case .privateKeyJWT:
            guard let assertion = sign(.assertion(clientID: id, audience: endpoints.issuer ?? endpoints.token)) else {
                return
            }
            add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            add("client_assertion", assertion)
        }
    }

    private func method(_ endpoints: Endpoints, hasSecret: Bool) -> Provider.RequestShape.Authentication {
        if shape.authentication == Provider.RequestShape.Authentication.none { return .none }
        if client.hasPrivateKey { return .privateKeyJWT }
        guard hasSecret else { return client.hasCertificate ? .tls : .none }
        return shape.authentication ?? (endpoints.secretInBody ? .post : .basic)
    }

    private var commonHeaders: [HTTPRequest.Header] {
        var headers = ["Accept": "application/json", "User-Agent": client.userAgent]
        headers.merge(shape.headers) { $1 }
        return headers.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
    }

    private func encode(_ named: [(String, String)]) -> (type: String, body: String) {
        switch shape.encoding {
        case .form, .query:
            // No charset: servers have compared this value to the letter.
            return ("application/x-www-form-urlencoded", FormEncoding.encode(named))
        case .json:
            let members = [String: JSONValue](named.map { ($0.0, Self.json($0.0, $0.1)) }) { first, _ in first }
            return ("application/json", JSONValue.object(members).line)
        case .multipart:
            var boundary = "kiosk-form-data"
            while named.contains(where: { $0.1.contains(boundary) }) { boundary += "-" }
            let parts = named.map {
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n"
            }
            return ("multipart/form-data; boundary=\(boundary)", parts.joined() + "--\(boundary)--\r\n")
        }
    }

    /// RFC 9396, 2: authorization_details is JSON by itself.
    private static func json(_ name: String, _ value: String) -> JSONValue {
        guard name == "authorization_details" else { return .string(value) }
        return JSONValue(parsing: Array(value.utf8)) ?? .string(value)
    }
}
