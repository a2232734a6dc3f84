import DeviceFlow
import FlowTrace

/// Answers with codes. (RFC 8628, 3.2)
extension Probe.Judge {
    static func codes(_ seen: Probe.Seen, hasDialect: Bool) -> [Finding] {
        let number = [seen.number]
        var findings: [Finding] = []
        if seen.contentType != "application/json" || seen.status != 200 {
            let type = seen.contentType.isEmpty ? "no Content-Type" : plain(seen.contentType, limit: 60)
            findings.append(
                Finding(
                    .codesReply, hasDialect ? .kept : .broken,
                    "gave codes with status \(seen.status) and \(type)" + (hasDialect ? asTheProfileSays : ""), number))
        } else if seen.isNotStored == false {
            findings.append(
                Finding(.codesReply, .warning, "gave codes without Cache-Control: no-store", number))
        } else {
            findings.append(Finding(.codesReply, .kept, "200, application/json, no-store", number))
        }
        findings.append(members(seen, hasDialect: hasDialect))
        return findings
    }

    static let asTheProfileSays = ", as the profile says"

    /// What is required, and of which kind.
    static func members(_ seen: Probe.Seen, hasDialect: Bool) -> Finding {
        guard seen.isJSON else {
            return Finding(.members, .broken, "gave codes in something that is no JSON object", [seen.number])
        }
        var wrong = ["device_code", "user_code", "verification_uri"].compactMap { name -> String? in
            switch seen[name] {
            case .string(let text)?: text.isEmpty ? "\(name) is empty" : nil
            case nil: "\(name) is missing"
            default: "\(name) is no text"
            }
        }
        wrong += [("expires_in", true), ("interval", false)].compactMap { name, isRequired in
            switch seen[name] {
            case .integer(let number)?: number > 0 ? nil : "\(name) is \(number)"
            case .number(let number)?: number > 0 ? nil : "\(name) is \(number)"
            case .string(let text)?:
                // A profile's server may send numbers as texts.
                hasDialect && Double(text) != nil
                    ? nil : "\(name) is a text (\"\(plain(text, limit: 20))\"), not a number"
            case nil: isRequired ? "\(name) is missing" : nil
            default: "\(name) is no number"
            }
        }
        guard wrong.isEmpty else {
            return Finding(.members, .broken, wrong.joined(separator: ", "), [seen.number])
        }
        let interval = seen["interval"]?.numeric.map { "interval \(short($0)) s" }
        let lifetime = seen["expires_in"]?.numeric.map { "expires_in \(short($0)) s" } ?? ""
        return Finding(
            .members, .kept, "all there; \(lifetime), \(interval ?? "no interval told, so that 5 s count")",
            [seen.number])
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    /// What all answers with codes together show.
    static func samples(_ samples: [Probe.Sample]) -> [Finding] {
        guard let first = samples.first else { return [] }
        let all = samples.map(\.request)
        let userCodes = samples.map(\.codes.userCode.text)
        let deviceCodes = samples.map(\.codes.redemption.deviceCode.revealed)
        return unique(userCodes, deviceCodes, all) + userCode(userCodes, all) + [deviceCode(deviceCodes, all)]
            + addresses(samples, first) + [lifetime(first)]
    }

    private static func unique(_ userCodes: [String], _ deviceCodes: [String], _ requests: [Int]) -> [Finding] {
        guard userCodes.count > 1 else { return [] }
        let repeated = [("user_code", userCodes), ("device_code", deviceCodes)]
            .filter { Set($0.1).count < $0.1.count }.map(\.0)
        return [
            repeated.isEmpty
                ? Finding(.unique, .kept, "\(userCodes.count) answers, all codes different", requests)
                : Finding(.unique, .broken, "gave the same \(repeated.joined(separator: " and ")) twice", requests)
        ]
    }

    /// RFC 8628, 5.1 and 6.1: 8 out of 20 letters are the example, 34.5 bits.
    private static func userCode(_ codes: [String], _ requests: [Int]) -> [Finding] {
        let strength = Probe.CodeStrength(codes)
        let verdict: Probe.Verdict = strength.bits < 17 ? .broken : strength.bits < 29 ? .warning : .kept
        let judged = "\(strength.words), judged by \(codes.count) codes with \(strength.seen) different symbols"
        let hard = Probe.hardLetters(codes)
        return [
            Finding(
                .codeStrength, verdict,
                verdict == .kept ? judged : "gave codes that can be guessed: \(judged)", requests),
            Finding(
                .codeLetters, hard == nil ? .kept : .warning, hard ?? "nothing in them is easily confused", requests),
        ]
    }

    /// RFC 8628, 5.2: "very high entropy"; 128 bits are what RFC 6749, 10.10 asks of tokens.
    private static func deviceCode(_ codes: [String], _ requests: [Int]) -> Finding {
        let strength = Probe.CodeStrength(codes, ignoring: "-")
        let verdict: Probe.Verdict = strength.bits < 64 ? .broken : strength.bits < 120 ? .warning : .kept
        return Finding(
            .deviceCodeStrength, verdict, (verdict == .kept ? "" : "gave device codes of only ") + strength.words,
            requests)
    }

    private static let longestAddress = 50

    private static func addresses(_ samples: [Probe.Sample], _ first: Probe.Sample) -> [Finding] {
        let codes = first.codes
        let number = [first.request]
        let address = codes.verificationURI.text
        // In all of them: a short code may stand in a port by chance.
        let holdsCode = samples.allSatisfy { hasCodeInside($0.codes) }
        var findings = [
            Finding(
                .pageAddress, holdsCode ? .broken : .kept,
                holdsCode ? "verification_uri holds the user_code: \(address)" : address, number)
        ]
        // One that holds the code has been judged for that.
        if !holdsCode {
            let isLong = address.utf8.count > longestAddress
            findings.append(
                Finding(
                    .shortAddress, isLong ? .warning : .kept,
                    "\(address) has \(address.utf8.count) characters", number))
        }
        if let elsewhere = codes.completeURIElsewhere {
            findings.append(
                Finding(
                    .completeAddress, .warning,
                    "verification_uri_complete is on another host (\(elsewhere)) than verification_uri", number))
        }
        return findings
    }

    private static func hasCodeInside(_ codes: Codes) -> Bool {
        func letters(_ text: String) -> String { text.filter { !"- ._".contains($0) }.lowercased() }
        return letters(codes.verificationURI.text).contains(letters(codes.userCode.text))
    }

    private static func lifetime(_ sample: Probe.Sample) -> Finding {
        let lifetime = sample.codes.lifetime
        let words = "codes live \(Probe.seconds(lifetime, decimals: 0))"
        let advice =
            lifetime < .seconds(120)
            ? ", which is short for who has to fetch a phone and sign in"
            : lifetime > .seconds(1800) ? ", in which they can be sent to many strangers" : ""
        return Finding(.lifetime, advice.isEmpty ? .kept : .warning, words + advice, [sample.request])
    }
}
