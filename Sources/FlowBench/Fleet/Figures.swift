import DeviceFlow

/// Numbers as people read them.
enum Figures {
    /// With a comma at the thousands.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// Rounded to so many digits after the point.
    static func decimal(_ value: Double, digits: Int = 1) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = Int((min(max(value.magnitude, 0), 1e12) * scale).rounded())
        guard digits > 0 else { return (value < 0 ? "-" : "") + String(whole) }
        let fraction = String(whole % Int(scale))
        let padded = String(repeating: "0", count: digits - fraction.count) + fraction
        return (value < 0 && whole > 0 ? "-" : "") + "\(whole / Int(scale)).\(padded)"
    }

    /// Milliseconds below a second, else seconds.
    static func time(_ duration: Duration) -> String {
        let seconds = duration.inSeconds
        if seconds < 0.1 { return decimal(seconds * 1000, digits: 1) + " ms" }
        return decimal(seconds, digits: 2) + " s"
    }
}
