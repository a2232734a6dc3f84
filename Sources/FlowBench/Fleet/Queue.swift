/// First in, first out, without moving what is left.
struct Queue<Element: Sendable>: Sendable {
    private var elements: [Element]
    private var head = 0

    init(_ elements: [Element] = []) { self.elements = elements }

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }

    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func takeFirst() -> Element? {
        guard head < elements.count else { return nil }
        defer {
            head += 1
            // What was taken is let go of when it is most of it: on the whole each element is moved once.
            if head * 2 > elements.count, head > 64 {
                elements.removeFirst(head)
                head = 0
            }
        }
        return elements[head]
    }
}
