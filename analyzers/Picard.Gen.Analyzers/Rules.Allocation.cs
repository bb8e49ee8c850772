using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

// 5xxx: memory that the user's own code takes for each request. What the framework takes is in the report of a build (PicardReport).
internal static partial class Rules
{
    private const string Allocation = "Picard.Allocation";

    public static readonly DiagnosticDescriptor CapturingDelegate = Info(
        "PIC5001", Allocation, "Delegates of the request path capture nothing",
        "'{0}' makes a delegate that captures {1}, so each call allocates it");

    public static readonly DiagnosticDescriptor BoxedValue = Info(
        "PIC5002", Allocation, "The request path boxes no values",
        "'{0}' makes '{1}' of the value type '{2}', so each call allocates a copy of the value");

    public static readonly DiagnosticDescriptor BuiltString = Info(
        "PIC5003", Allocation, "The request path builds no strings",
        "'{0}' builds a string with {1}, so each call allocates it; what is written to the content in parts needs no string");

    public static readonly DiagnosticDescriptor ParamsArray = Info(
        "PIC5004", Allocation, "The request path makes no arrays for params",
        "'{0}' passes '{1}' an array for '{2}', so each call allocates it");

    public static readonly DiagnosticDescriptor LinqOnRequestPath = Info(
        "PIC5005", Allocation, "The request path does without LINQ",
        "'{0}' calls '{1}' of LINQ, so each call allocates iterators; a loop does not");

    public static readonly DiagnosticDescriptor UnpooledState = Info(
        "PIC5006", Allocation, "Asynchronous methods of the request path pool their state",
        "'{0}' is asynchronous without the pooling builder, so each call that has to wait allocates its state");
}
