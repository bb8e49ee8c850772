using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>A call under judgement, with what is needed to ask about it.</summary>
internal readonly struct CallSite(SyntaxNodeAnalysisContext place, InvocationExpressionSyntax call)
{
    public InvocationExpressionSyntax Call => call;

    public SemanticModel Model => place.SemanticModel;

    public CancellationToken Cancellation => place.CancellationToken;

    public string Name => Calls.Name(call);

    public SyntaxNode Function => Calls.FunctionOf(call);

    public ITypeSymbol? ReceiverType => Calls.ReceiverTypeOf(call, place.SemanticModel, place.CancellationToken);

    public IMethodSymbol? Method => Calls.MethodOf(call, place.SemanticModel, place.CancellationToken);

    public ValueUse Use => ValueUse.Of(call, place.SemanticModel, place.CancellationToken);

    /// <summary>Whether the call is in a test, where what grows ends with the test.</summary>
    public bool IsInTest => Tests.Contain(call);

    /// <summary>The call without its arguments, as it is named in messages.</summary>
    public string Display => Calls.ReceiverOf(call) is { } receiver && Calls.LastName(receiver) is { } name ? name + "." + Name : Name;

    public void Report(DiagnosticDescriptor rule, params object[] arguments) => place.ReportDiagnostic(Diagnostic.Create(rule, call.GetLocation(), arguments));
}
