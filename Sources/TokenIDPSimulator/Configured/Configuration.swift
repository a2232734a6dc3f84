import Foundation

/// A configuration file as it is written: JSON5, so that it may explain itself. Assets/simulator/default.json5 is the
/// one that is compiled in. What it leaves out has the value that stands there.
struct Configuration: Decodable {
    struct Polling: Decodable {
        var slowDownStep: Int?
        var tolerance: Double?
        var tellInterval: Bool?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case tolerance
            case slowDownStep = "slow_down_step"
            case tellInterval = "tell_interval"
        }
    }

    struct VerificationPage: Decodable {
        var completeURI: Bool?
        var oneTap: Bool?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case completeURI = "complete_uri"
            case oneTap = "one_tap"
        }
    }

    struct RateLimits: Decodable {
        struct Attempts: Decodable {
            var free: Int?
            var firstWait: Int?
            var longestWait: Int?

            enum CodingKeys: String, CodingKey, CaseIterable {
                case free
                case firstWait = "first_wait"
                case longestWait = "longest_wait"
            }

            var rules: AttemptRules {
                var rules = AttemptRules()
                rules.free = free ?? rules.free
                rules.firstWait = firstWait ?? rules.firstWait
                rules.longestWait = longestWait ?? rules.longestWait
                return rules
            }
        }

        var clientRequestsAMinute: Int?
        var codeAttempts: Attempts?
        var passwordAttempts: Attempts?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case clientRequestsAMinute = "client_requests_a_minute"
            case codeAttempts = "code_attempts"
            case passwordAttempts = "password_attempts"
        }
    }

    struct DPoP: Decodable {
        var nonce: Bool?

        enum CodingKeys: String, CodingKey, CaseIterable { case nonce }
    }

    var applications: [Directory.Application]
    var people: [Directory.Person]
    var scopes: [String: String]
    var accessTokenLifetime: Int
    var refreshTokenLifetime: Int
    var interval: Int?
    var codeLifetime: Int?
    var signingKeyLifetime: Int?
    var polling: Polling?
    var verificationPage: VerificationPage?
    var rateLimits: RateLimits?
    var dpop: DPoP?
    var tenants: [Tenant.Plan]?
    var troubles: [Trouble]?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case applications, people, scopes, interval, polling, dpop, tenants, troubles
        case codeLifetime = "code_lifetime"
        case accessTokenLifetime = "access_token_lifetime"
        case refreshTokenLifetime = "refresh_token_lifetime"
        case signingKeyLifetime = "signing_key_lifetime"
        case verificationPage = "verification_page"
        case rateLimits = "rate_limits"
    }

    /// The configuration that is compiled in, with its comments.
    static var builtInText: String {
        String(decoding: EmbeddedSimulator.bytes("default.json5") ?? [], as: UTF8.self)
    }

    /// - Throws: `ConfigurationProblem` when it is not a configuration, or one nobody could use.
    static func read(_ json: Data) throws(ConfigurationProblem) -> Configuration {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        guard let value = try? decoder.decode(JSONValue.self, from: json) else {
            throw ConfigurationProblem(
                "it is not JSON5: a comma, a quote or a bracket is missing, or there is one too many")
        }
        guard case .object = value else { throw ConfigurationProblem("the whole file should be an object: { … }") }
        // A misspelt name would be left out silently, and what it should do with it.
        if let unknown = shape.unknown(in: value) { throw ConfigurationProblem(unknown) }
        let configuration: Configuration
        do {
            configuration = try decoder.decode(Configuration.self, from: json)
        } catch let error as DecodingError {
            // The decoder does not say where a number is that does not fit.
            if case .dataCorrupted(let context) = error, context.codingPath.isEmpty, let place = value.firstFraction() {
                throw ConfigurationProblem("\(place) should be a whole number")
            }
            throw ConfigurationProblem(error)
        } catch {
            throw ConfigurationProblem("it cannot be read: \(error)")
        }
        try configuration.check()
        return configuration
    }

    var settings: SimulatorSettings {
        var settings = SimulatorSettings()
        settings.interval = interval ?? settings.interval
        settings.codeLifetime = codeLifetime ?? settings.codeLifetime
        settings.polling.slowDownStep = polling?.slowDownStep ?? settings.polling.slowDownStep
        settings.polling.tolerance = polling?.tolerance ?? settings.polling.tolerance
        settings.tellsInterval = polling?.tellInterval ?? settings.tellsInterval
        settings.givesCompleteURI = verificationPage?.completeURI ?? settings.givesCompleteURI
        settings.offersOneTap = verificationPage?.oneTap ?? settings.offersOneTap
        settings.accessTokenLifetime = accessTokenLifetime
        settings.refreshTokenLifetime = refreshTokenLifetime
        settings.signingKeyLifetime = signingKeyLifetime ?? settings.signingKeyLifetime
        settings.clientRequestsAMinute = rateLimits?.clientRequestsAMinute ?? settings.clientRequestsAMinute
        settings.codeAttempts = rateLimits?.codeAttempts?.rules ?? settings.codeAttempts
        settings.passwordAttempts = rateLimits?.passwordAttempts?.rules ?? settings.passwordAttempts
        settings.wantsDPoPNonce = dpop?.nonce ?? settings.wantsDPoPNonce
        return settings
    }

    var tenantPlans: [Tenant.Plan] { tenants ?? [Tenant.Plan(name: "system", title: "TokenIDP")] }
}
