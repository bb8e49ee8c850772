using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>Asks the effect table and the proofs about every call of a source, without the rules that use them.</summary>
internal static class Probe
{
    private const string Usings = """
        using System; using System.Collections.Concurrent; using System.Collections.Generic; using System.Diagnostics; using System.IO; using System.IO.Compression; using System.IO.Pipelines;
        using System.Linq; using System.Net; using System.Net.Http; using System.Net.Sockets; using System.Text; using System.Text.Json; using System.Threading; using System.Threading.Tasks;
        using System.Xml; using System.Xml.Linq;

        """;

    /// <summary>The calls in a method body that block and are not proved harmless, as they are written.</summary>
    /// <param name="body">Statements of <c>async Task M(CancellationToken token)</c>, or expressions of it.</param>
    /// <param name="members">What else the class of the method has.</param>
    public static IReadOnlyList<string> Blocking(string body, string members = "") =>
        BlockingIn($$"""
            class C
            {
                async Task M(CancellationToken token)
                {
                    {{body}}
                    await Task.Yield();
                }

                {{members}}
            }

            """);

    public static IReadOnlyList<string> BlockingIn(string source) =>
        [.. Calls(source).Where(static call => !Completion.IsHarmless(call.Operation, call.Effect, default)).Select(static call => call.Operation.Syntax.ToString())];

    /// <summary>Every call that has an effect, proved or not.</summary>
    public static IReadOnlyList<(IOperation Operation, Effect Effect)> Calls(string source)
    {
        var compilation = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, Usings + source);
        var errors = compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal([], errors);
        var table = EffectTable.In(compilation, [], default);
        return [.. Operations(compilation).Select(operation => (operation, MethodOf(operation) is { } method ? table.Of(method) : null)).Where(static pair => pair.Item2 is not null).Select(static pair => (pair.operation, pair.Item2!))];
    }

    public static IEnumerable<IOperation> Operations(Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.Single();
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().Where(static node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or EqualsValueClauseSyntax { Parent.Parent.Parent: FieldDeclarationSyntax })
            .Select(node => model.GetOperation(node)).OfType<IOperation>().SelectMany(static root => root.Descendants());
    }

    private static IMethodSymbol? MethodOf(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.TargetMethod,
        IPropertyReferenceOperation property => property.Property.GetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        _ => null,
    };
}
