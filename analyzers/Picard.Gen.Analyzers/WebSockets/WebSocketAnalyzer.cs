using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Methods marked [WebSocket] take one and return a task, no other method takes one, and what the attribute says can be matched.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WebSocketAnalyzer : DiagnosticAnalyzer
{
    private const int MaxSeconds = 86_400; // a day, as the runtime has it

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.WebSocketSignature, Rules.WebSocketElsewhere, Rules.InvalidOrigin, Rules.InvalidSubprotocol, Rules.InvalidKeepAlive];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.Method);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        var method = (IMethodSymbol)context.Symbol;
        var routes = known.RoutesOf(method).ToList();
        var sockets = routes.Where(route => SymbolEqualityComparer.Default.Equals(route.AttributeClass, known.WebSocketRoute)).ToList();
        if (sockets.Count == 0)
        {
            foreach (var parameter in routes.Count == 0 ? [] : method.Parameters.Where(p => IsWebSocket(p, known)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.WebSocketElsewhere, parameter.Locations[0], Names.Of(parameter.Type), parameter.Name, Names.Of((ISymbol)method), Names.Of(routes[0])));
            }

            return;
        }

        if (WhyNot(method, routes, sockets, known) is { } why)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WebSocketSignature, method.Locations[0], Names.Of((ISymbol)method), why));
        }

        foreach (var socket in sockets)
        {
            AnalyzeProperties(context, socket, method);
        }
    }

    private static string? WhyNot(IMethodSymbol method, List<AttributeData> routes, List<AttributeData> sockets, KnownSymbols known)
    {
        // Async void has a rule of its own.
        if (!(method.ReturnsVoid && method.IsAsync) && !IsTask(method.ReturnType, known))
        {
            return $"returns '{Names.Of(method.ReturnType)}' and not ValueTask or Task";
        }

        if (routes.FirstOrDefault(route => !sockets.Contains(route)) is { } other)
        {
            return $"also [{Names.Of(other)}], whose requests open none";
        }

        return method.Parameters.Count(p => IsWebSocket(p, known)) switch
        {
            0 => "has no parameter of that type",
            1 => null,
            _ => "has several parameters of that type, of which a request opens one",
        };
    }

    private static bool IsTask(ITypeSymbol type, KnownSymbols known) =>
        SymbolEqualityComparer.Default.Equals(type, known.Type("System.Threading.Tasks.Task")) || SymbolEqualityComparer.Default.Equals(type, known.Type("System.Threading.Tasks.ValueTask"));

    private static bool IsWebSocket(IParameterSymbol parameter, KnownSymbols known) =>
        SymbolEqualityComparer.Default.Equals(parameter.Type, known.WebSocket) && KnownSymbols.Find(parameter, known.Service) is null;

    private static void AnalyzeProperties(SymbolAnalysisContext context, AttributeData socket, IMethodSymbol method)
    {
        var name = Names.Of((ISymbol)method);
        foreach (var property in socket.NamedArguments)
        {
            switch (property.Key)
            {
                case "Origins":
                    ReportValues(context, socket, method, property.Value, Rules.InvalidOrigin, IsOrigin);
                    break;
                case "Protocols":
                    ReportValues(context, socket, method, property.Value, Rules.InvalidSubprotocol, static text => text.Length > 0 && text.All(FieldNames.IsTokenCharacter));
                    break;
                case "KeepAliveIntervalSeconds" or "KeepAliveTimeoutSeconds" when property.Value.Value is int seconds and (< 0 or > MaxSeconds):
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.InvalidKeepAlive, Names.PlaceOf(socket, method, context.CancellationToken), property.Key, name, seconds));
                    break;
            }
        }
    }

    private static void ReportValues(
        SymbolAnalysisContext context, AttributeData socket, IMethodSymbol method, TypedConstant values, DiagnosticDescriptor rule, Func<string, bool> isValid)
    {
        foreach (var value in values.Kind == TypedConstantKind.Array && !values.IsNull ? values.Values : [])
        {
            var text = value.Value as string ?? "";
            if (!isValid(text))
            {
                context.ReportDiagnostic(Diagnostic.Create(rule, Names.PlaceOf(socket, method, context.CancellationToken), text, Names.Of((ISymbol)method)));
            }
        }
    }

    // As WebSocketOrigin.IsValid of the runtime has it.
    private static bool IsOrigin(string origin)
    {
        var host = origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://".Length
            : origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://".Length
            : int.MaxValue;
        return origin == "*"
            || (host < origin.Length && origin.IndexOfAny(['/', '?', '#', '@', '\\', '*', ' '], host) < 0 && Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host.Length > 0);
    }
}
