/// A profile in words, for whoever sets a screen up: what it sends, what it understands, what the person will see.
extension Provider {
    /// - Parameter called: what `--provider` is given for it; nil: its name.
    public func inWords(called: String? = nil) -> [String] {
        var lines = ["\(title) (\(name))", ""]
        lines += note.map { Self.wrapped($0) + [""] } ?? []
        lines += section("To start it", startWords(called ?? name))
        lines += section("The request for codes", codesRequest.inWords(address(.deviceAuthorization)) + scopeWords)
        lines += section("Each poll", tokenRequest.inWords(address(.token)) + pollWords)
        lines += section("What its answers mean", answerWords)
        lines += section("What the person sees", personWords)
        if let source { lines += section("Where this comes from", [source] + (verified.map { [$0] } ?? [])) }
        return Array(lines.dropLast())
    }

    private func section(_ heading: String, _ words: [String]) -> [String] {
        words.isEmpty ? [] : [heading] + words.flatMap { Self.wrapped($0, indent: 2) } + [""]
    }

    private func startWords(_ called: String) -> [String] {
        let needed = neededSettings(knowsServer: false).filter { value($0, [:]) == nil }
        let sets = needed.map { " --set \($0)=..." }.joined()
        let hasServer = issuer != nil || fixedEndpoints(settings.mapValues { $0.standard ?? "x" }, issuer: nil) != nil
        let client = registrationRequest == nil ? " --client-id ID" : ""
        var lines = ["kiosk login --provider \(called)\(hasServer ? "" : " --issuer URL")\(client)\(sets)"]
        for (name, setting) in settings.sorted(by: { $0.key < $1.key }) {
            lines.append("\(name): \(setting.means)" + (setting.standard.map { " (\($0) if you say nothing)" } ?? ""))
        }
        if issuer != nil || !hasServer, hasMetadata { lines.append("Its endpoints are found by its metadata.") }
        if registrationRequest != nil { lines.append("A client is registered first, and again when it has expired.") }
        return lines
    }

    private func address(_ endpoint: Endpoint) -> String {
        let template = overrides[endpoint] ?? endpoints[endpoint]
        guard let text = template?.text else { return "the server's \(endpoint.rawValue) endpoint" }
        return text.hasPrefix("/") ? (issuer?.text ?? "ISSUER") + text : text
    }

    private var scopeWords: [String] {
        var lines = scope.standard.map { ["Scope, unless you say another: \($0)."] } ?? []
        if scope.separator != " " { lines.append("Scopes are separated by \"\(scope.separator)\".") }
        if !scope.refused.isEmpty {
            lines.append("Scopes it refuses to devices: \(scope.refused.joined(separator: ", ")).")
        }
        if usesPKCE { lines.append("With a code challenge (PKCE).") }
        if identity.sendsNonce { lines.append("With a nonce that must come back in the id_token.") }
        if let deviceNameParameter { lines.append("The device's name goes into \(deviceNameParameter).") }
        return lines
    }

    private var pollWords: [String] {
        let least = reading.leastInterval.map { ", never more often than every \($0) s" } ?? ""
        return ["As often as the server says (every \(reading.standardInterval ?? 5) s if it says nothing)\(least)."]
    }

    /// One line a meaning, the conditions after it; only what is the profile's own.
    private var answerWords: [String] {
        let own = reading.answers.prefix(reading.ownAnswers)
        let lines = Answer.Meaning.allCases.compactMap { meaning -> String? in
            let rows = own.filter { $0.means == meaning }
            guard !rows.isEmpty else { return nil }
            return "\(meaning.inWords): " + rows.map(\.inWords).joined(separator: "; ")
        }
        guard name != Self.conforming else { return lines }
        return lines + [lines.isEmpty ? "As RFC 8628 has it." : "Everything else as RFC 8628 has it."]
    }

    private var personWords: [String] {
        var lines = ["The code exactly as the server sends it, the address, and a QR of it."]
        if let completeURI = reading.completeURI {
            lines.append("Where the server sends no address with the code in it, it is made: \(completeURI.text)")
        }
        if reading.answers.contains(where: { $0.means == .cannotTell }) {
            lines.append(
                "While the server cannot tell waiting from an end, the screen waits until the code's time is over.")
        }
        if !identity.asksUserinfo { lines.append("A name only where the id_token has one.") }
        return lines
    }

    /// Lines of at most 100 columns.
    private static func wrapped(_ text: String, indent: Int = 0) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        let hanging = indent > 0 ? "  " : ""
        for word in text.split(separator: " ") {
            if line.count > hanging.count, line.count + 1 + word.count > 100 - indent {
                lines.append(margin + line)
                line = hanging
            }
            line += (line.isEmpty || line == hanging ? "" : " ") + word
        }
        return lines + [margin + line]
    }
}

extension Provider.RequestShape {
    fileprivate func inWords(_ address: String) -> [String] {
        let how =
            switch encoding {
            case .form: "a form"
            case .json: "JSON"
            case .multipart: "a multipart form"
            case .query: "its parameters in the address"
            }
        var lines = ["\(method.rawValue) \(address)", method == .get ? "Parameters in the address." : "As \(how)."]
        if let grantType { lines.append("grant_type is \(grantType).") }
        if !names.isEmpty {
            lines.append(
                "Names: " + names.sorted { $0.key < $1.key }.map { "\($0.key) as \($0.value)" }.joined(separator: ", ")
                    + ".")
        }
        if !fixed.isEmpty {
            lines.append(
                "Always: "
                    + fixed.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }.joined(separator: ", ")
                    + ".")
        }
        if !echoes.isEmpty {
            lines.append(
                "Sent back from the codes: "
                    + echoes.sorted { $0.key < $1.key }.map { "\($0.value) as \($0.key)" }.joined(separator: ", ") + "."
            )
        }
        if !omitted.isEmpty { lines.append("Not sent: \(omitted.joined(separator: ", ")).") }
        if !headers.isEmpty {
            lines.append(
                "Headers: "
                    + headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + ".")
        }
        switch authentication {
        case Provider.RequestShape.Authentication.none?: lines.append("The client does not prove who it is.")
        case .basic?: lines.append("The client's secret goes into the Authorization header.")
        case .post?: lines.append("The client's secret goes into the body.")
        case .privateKeyJWT?: lines.append("The client signs who it is (--private-key).")
        case .tls?: lines.append("The client shows a certificate (--client-cert).")
        case nil: break
        }
        return lines
    }
}

extension Provider.Answer {
    fileprivate var inWords: String {
        var conditions: [String] = []
        if let code { conditions.append("\"\(code)\"") }
        if let subcode { conditions.append("subcode \(subcode)") }
        if let text { conditions.append("text \"\(text)\"") }
        if let status { conditions.append("status \(status)") }
        if endpoint == .codes { conditions.append("when codes are asked for") }
        return conditions.joined(separator: ", ") + (named.map { " (shown as \($0))" } ?? "")
    }
}

extension Provider.Answer.Meaning {
    fileprivate var inWords: String {
        switch self {
        case .pending: "Still waiting"
        case .slowDown: "Ask less often"
        case .denied: "Declined"
        case .expired: "Expired"
        case .refused: "Never yes"
        case .unwell: "The server is unwell, try again"
        case .tooManyRequests: "Too many requests, try again later"
        case .cannotTell: "Cannot tell until the deadline"
        }
    }
}
