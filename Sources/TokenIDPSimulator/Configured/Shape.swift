/// Which names a file may have, and where: what no decoder tells, as it passes over those it does not know.
indirect enum Shape: Sendable {
    /// Whatever stands there is looked at by others.
    case value
    case list(Shape)
    case object([String: Shape])

    /// An object with these names; what is inside some of them.
    static func keys<Key: CodingKey & CaseIterable & RawRepresentable<String>>(
        _ keys: Key.Type, _ inside: [Key: Shape] = [:]
    ) -> Shape {
        .object(Dictionary(Key.allCases.map { ($0.rawValue, inside[$0] ?? .value) }) { first, _ in first })
    }

    /// The first name that should not be there, in words; nil when all is known.
    func unknown(in value: JSONValue, at place: String = "") -> String? {
        switch (self, value) {
        case (.list(let shape), .list(let elements)):
            return elements.enumerated().lazy
                .compactMap { shape.unknown(in: $0.element, at: "\(place)[\($0.offset)]") }.first
        case (.object(let known), .object(let members)):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                let here = place.isEmpty ? name : "\(place).\(name)"
                guard let shape = known[name] else {
                    return "\(here) is not known; known here: \(known.keys.sorted().joined(separator: ", "))"
                }
                if let unknown = shape.unknown(in: member, at: here) { return unknown }
            }
            return nil
        case (.value, _), (.list, _), (.object, _): return nil
        }
    }
}

extension Configuration {
    static let shape = Shape.keys(
        CodingKeys.self,
        [
            .polling: .keys(Polling.CodingKeys.self), .verificationPage: .keys(VerificationPage.CodingKeys.self),
            .rateLimits: .keys(
                RateLimits.CodingKeys.self,
                [
                    .codeAttempts: .keys(RateLimits.Attempts.CodingKeys.self),
                    .passwordAttempts: .keys(RateLimits.Attempts.CodingKeys.self),
                ]),
            .dpop: .keys(DPoP.CodingKeys.self), .tenants: .list(.keys(Tenant.Plan.CodingKeys.self)),
            .troubles: .list(.keys(Trouble.CodingKeys.self)),
            .applications: .list(.keys(Directory.Application.CodingKeys.self)),
            .people: .list(.keys(Directory.Person.CodingKeys.self)),
        ])
}
