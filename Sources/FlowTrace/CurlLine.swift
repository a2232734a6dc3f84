import DeviceFlow

/// One request as a command for a shell, with variables in the place of secrets.
public enum CurlLine {
    /// - Parameter authorities: the file of `--cacert`, if there is one.
    public static func text(_ request: HTTPRequest, redaction: Redaction, authorities: String? = nil) -> String {
        let (address, query) = request.split
        var parts = ["curl"]
        if let authorities { parts.append("--cacert " + quoted(authorities)) }
        let sendsBody = !(request.body?.revealed ?? "").isEmpty
        if request.method != (sendsBody ? "POST" : "GET") { parts.append("-X " + request.method) }
        for header in request.headers where !isNeedless(header, request) {
            parts.append("-H " + field(header, redaction))
        }
        if sendsBody { parts += body(request, redaction) }
        let pairs = FormEncoding.pairs(Array(query.utf8)) ?? []
        let shown = pairs.map { pair in
            redaction.isSecret(pair.name)
                ? "\(pair.name)=\(variable(pair.name))"
                : "\(pair.name)=\(escapedForDoubleQuotes(FormEncoding.escape(pair.value)))"
        }
        parts.append(
            shown.isEmpty
                ? quoted(address)
                : "\"" + escapedForDoubleQuotes(address) + "?" + shown.joined(separator: "&") + "\"")
        return parts.joined(separator: " ")
    }

    /// What curl says by itself.
    private static func isNeedless(_ header: HTTPRequest.Header, _ request: HTTPRequest) -> Bool {
        switch header.name.lowercased() {
        case "user-agent": true
        case "content-type": request.isForm
        default: false
        }
    }

    private static func field(_ header: HTTPRequest.Header, _ redaction: Redaction) -> String {
        let value = header.value.revealed
        switch header.name.lowercased() {
        case "authorization":
            let scheme = value.split(separator: " ").first.map(String.init) ?? ""
            return
                "\"\(header.name): \(scheme) $\(scheme.uppercased() == "BASIC" ? "CLIENT_CREDENTIALS" : "ACCESS_TOKEN")\""
        case "dpop": return "\"DPoP: $DPOP_PROOF\""
        default: return quoted("\(header.name): \(redaction.withoutKnownValues(value))")
        }
    }

    private static func body(_ request: HTTPRequest, _ redaction: Redaction) -> [String] {
        let body = Array((request.body?.revealed ?? "").utf8)
        if let document = JSONValue(parsing: body) {
            // A mark that no shell and no JSON writer changes, until it becomes a variable.
            let marked = redaction.hidden(document, mark: { "\u{E000}" + variable($0) + "\u{E000}" }).line
            guard marked.contains("\u{E000}") else { return ["--data-binary " + quoted(marked)] }
            let parts = marked.split(separator: "\u{E000}", omittingEmptySubsequences: false)
            let text = parts.enumerated().map { $0 % 2 == 1 ? String($1) : escapedForDoubleQuotes(String($1)) }
            return ["--data-binary \"" + text.joined() + "\""]
        }
        guard request.isForm, let pairs = FormEncoding.pairs(body) else {
            return ["--data-binary " + quoted(redaction.hidden(body: body))]
        }
        return pairs.map { pair in
            redaction.isSecret(pair.name)
                ? "-d \"\(pair.name)=\(variable(pair.name))\""
                : "--data-urlencode " + quoted("\(pair.name)=\(redaction.withoutKnownValues(pair.value))")
        }
    }

    /// $DEVICE_CODE, whichever way a profile writes it.
    private static func variable(_ name: String) -> String {
        var out = "$"
        for character in name {
            if character.isUppercase, out.last?.isLowercase == true { out.append("_") }
            out.append(character.isLetter || character.isNumber ? character : "_")
        }
        return out.uppercased()
    }

    /// For a shell: what needs no quotes gets none.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._/:=@%+,".utf8.contains(byte)
                }
            }
        return isPlain
            ? text
            : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }

    private static func escapedForDoubleQuotes(_ text: String) -> String {
        text.reduce(into: "") { $0 += "\"\\$`".contains($1) ? "\\\($1)" : String($1) }
    }
}
