extension Configuration {
    /// What no type can hold: what contradicts itself, or could serve nobody.
    func check() throws(ConfigurationProblem) {
        try checkPrograms()
        try checkTenants()
        try checkNumbers()
        for (index, trouble) in (troubles ?? []).enumerated() {
            try require(
                !(troubles ?? []).prefix(index).contains { $0.isForTheSame(as: trouble) },
                "troubles: \(trouble.scenario) is for the same as one before it")
            try trouble.check { [applications] client in applications.contains { $0.clientID == client } }
        }
    }

    private func checkPrograms() throws(ConfigurationProblem) {
        try require(!applications.isEmpty, "applications is empty: nobody could ask for a code")
        try require(!people.isEmpty, "people is empty: nobody could approve one")
        try require(Set(applications.map(\.clientID)).count == applications.count, "two applications share a client_id")
        try require(Set(people.map(\.username)).count == people.count, "two people share a username")
        for person in people {
            try require(
                !person.username.isEmpty && !person.password.isEmpty, "a person has an empty username or password")
            try require(
                person.username == person.username.lowercased(), "\(person.username): a username is in small letters")
            try require(person.tenants != [], "\(person.username): tenants is empty: nobody could sign in by it")
        }
        for application in applications {
            let name = application.clientID
            try require(!name.isEmpty && !application.name.isEmpty, "an application has an empty client_id or name")
            try require(
                Set(application.defaultScopes).isSubset(of: application.scopes),
                "\(name): default_scopes has a scope that its scopes have not")
            try require(application.secret != "", "\(name): an empty secret; leave it out for a public client")
            try require(application.tenants != [], "\(name): tenants is empty: it would be known nowhere")
            try require(
                application.secret != nil || !application.grants.contains(.clientCredentials),
                "\(name): client_credentials without a secret (RFC 6749, 4.4)")
            let unknown = application.scopes.filter { scopes[$0] == nil }
            try require(unknown.isEmpty, "\(name): scopes has no words for \(unknown.joined(separator: ", "))")
        }
    }

    private func checkTenants() throws(ConfigurationProblem) {
        let plans = tenantPlans
        guard let first = plans.first else { throw ConfigurationProblem("tenants is empty: leave it out for one") }
        try require(
            first.path == nil && first.host == nil,
            "tenants: the first one, \(first.name), is the server itself and has neither path nor host")
        try require(Set(plans.map(\.name)).count == plans.count, "two tenants share a name")
        for plan in plans {
            let name = plan.name
            try require(
                !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") },
                "tenants: a name is letters, digits and dashes; \(name) is not")
        }
        for plan in plans.dropFirst() {
            try require(
                (plan.path == nil) != (plan.host == nil),
                "tenants: \(plan.name) should have a path or a host, one of the two")
            if let path = plan.path {
                let words = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                let isPlain = words.allSatisfy {
                    !$0.isEmpty
                        && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
                }
                try require(
                    path.hasPrefix("/") && isPlain && !Self.taken.contains(String(words.first ?? "")),
                    "tenants: \(path) cannot be a path; one is as in /acme, and not one of the server's own")
            }
            if let host = plan.host {
                try require(host != "localhost", "tenants: localhost is the server itself, and no other tenant's host")
                try require(
                    !host.isEmpty
                        && host.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-" || $0 == ".") },
                    "tenants: \(host) cannot be a host; one is as in acme.localhost, in small letters, without a port")
            }
        }
        let ways = plans.compactMap { $0.path ?? $0.host }
        try require(Set(ways).count == ways.count, "two tenants share a path or a host")
        for (whose, names) in applications.map({ ($0.clientID, $0.tenants) })
            + people.map({ ($0.username, $0.tenants) })
        {
            for name in names ?? [] {
                try require(plans.contains { $0.name == name }, "\(whose): there is no tenant \(name)")
            }
        }
    }

    /// The first words of the server's own paths.
    private static let taken: Set<String> = [
        "device", "device_authorization", "token", "revoke", "introspect", "userinfo", "admin", "healthz", "authorize",
        "openapi.json",
    ]

    private func checkNumbers() throws(ConfigurationProblem) {
        let settings = settings
        let day = 86_400
        var seconds: [(name: String, value: Int, allowed: ClosedRange<Int>)] = [
            ("interval", settings.interval, 1...3600),
            ("code_lifetime", settings.codeLifetime, 1...day),
            ("access_token_lifetime", settings.accessTokenLifetime, 1...365 * day),
            ("refresh_token_lifetime", settings.refreshTokenLifetime, 1...3650 * day),
            ("signing_key_lifetime", settings.signingKeyLifetime, 0...3650 * day),
            ("polling.slow_down_step", settings.polling.slowDownStep, 0...3600),
        ]
        for (name, rules) in [("code", settings.codeAttempts), ("password", settings.passwordAttempts)] {
            seconds.append(("rate_limits.\(name)_attempts.first_wait", rules.firstWait, 1...day))
            seconds.append(("rate_limits.\(name)_attempts.longest_wait", rules.longestWait, 1...day))
        }
        for application in applications {
            seconds.append(("\(application.clientID): interval", application.interval ?? 1, 1...3600))
            seconds.append(("\(application.clientID): code_lifetime", application.codeLifetime ?? 1, 1...day))
        }
        for (name, value, allowed) in seconds {
            try require(
                allowed.contains(value), "\(name) should be from \(allowed.lowerBound) to \(allowed.upperBound) seconds"
            )
        }
        for (name, interval, lifetime) in [("", settings.interval, settings.codeLifetime)]
            + applications.map({
                ("\($0.clientID): ", $0.interval ?? settings.interval, $0.codeLifetime ?? settings.codeLifetime)
            })
        {
            try require(
                interval <= lifetime, "\(name)interval is longer than code_lifetime: no device could poll twice")
        }
        try require((0...60).contains(settings.polling.tolerance), "polling.tolerance should be from 0 to 60 seconds")
        for (name, number) in [
            ("client_requests_a_minute", settings.clientRequestsAMinute),
            ("code_attempts.free", settings.codeAttempts.free),
            ("password_attempts.free", settings.passwordAttempts.free),
        ] {
            try require((0...1_000_000).contains(number), "rate_limits.\(name) should be from 0 to 1000000")
        }
    }

    private func require(_ holds: Bool, _ words: String) throws(ConfigurationProblem) {
        if !holds { throw ConfigurationProblem(words) }
    }
}
