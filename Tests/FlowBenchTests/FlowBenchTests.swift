import FlowBench
import Testing
