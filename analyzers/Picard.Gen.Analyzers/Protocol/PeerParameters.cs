using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What parameters of endpoints and events bring from a client, and what is checked before the method is called.</summary>
internal sealed class PeerParameters(SemanticModel model, CancellationToken cancellationToken)
{
    // Values of these are checked when they are bound, or are not the client's. Fields of a request have no control characters; those of ASP.NET Core are left out with
    // what is not ASCII in them, because an identifier that is echoed is far more common than a client that sends such.
    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "CookieAttribute", "ServiceAttribute", "ItemAttribute", "FromServicesAttribute", "FromKeyedServicesAttribute", "FromHeaderAttribute",
    };

    private static readonly HashSet<string> s_lengths = new(StringComparer.Ordinal) { "RequiredAttribute", "StringLengthAttribute", "MinLengthAttribute", "MaxLengthAttribute", "LengthAttribute" };

    private static readonly string[] s_constraints = ["int", "long", "guid", "bool", "alpha", "regex", "datetime", "decimal", "double", "float", "min(", "max(", "range"];

    /// <summary>Whether a parameter is text of a client as it is.</summary>
    public bool IsSent(IParameterSymbol parameter) =>
        KindOf(parameter) is EntryKind.Route or EntryKind.AspNetCore && !parameter.GetAttributes().Any(IsCheck) && !IsConstrained(parameter);

    /// <summary>Whether a property of a parameter, or of a part of it, is text of a client as it is.</summary>
    public bool IsBound(IParameterSymbol parameter, IPropertySymbol property) =>
        parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type && KindOf(parameter) is { } kind
        && property.Type.SpecialType == SpecialType.System_String && !parameter.GetAttributes().Any(IsCheck) && !property.GetAttributes().Any(IsCheck)
        && property.ContainingType is { } owner && !Api.IsBelow(owner, "System") && !Api.IsIn(owner, "System") && !IsAttributeOfConstructor(owner, property) && !type.AllInterfaces.Any(static face => face.Name is "IValidatable" or "IValidatableObject" or "IParsable")
        && (kind == EntryKind.Route ? IsContentOfRoute(type) : kind == EntryKind.AspNetCore && IsContentOfPlatform(parameter, type));

    /// <summary>Whether a parameter is octets of content.</summary>
    public bool IsContent(IParameterSymbol parameter) =>
        parameter.Type is { Name: "ReadOnlySpan" or "ReadOnlyMemory" or "ReadOnlySequence" } or IArrayTypeSymbol && KindOf(parameter) is EntryKind.Route or EntryKind.Event;

    private EntryKind? KindOf(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return null;
        }

        var entries = EntryPoints.In(model.Compilation);
        if (method.MethodKind != MethodKind.AnonymousFunction)
        {
            return entries.Of(method)?.Kind;
        }

        return method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is AnonymousFunctionExpressionSyntax function && function.SyntaxTree == model.SyntaxTree
            ? entries.OfFunction(function, model, cancellationToken)?.Kind
            : null;
    }

    /// <summary>JSON, a form or <c>[Parameters]</c>, and nothing that the runtime itself brings.</summary>
    private bool IsContentOfRoute(INamedTypeSymbol type) =>
        KnownSymbols.In(model.Compilation) is { } known && !known.IsOfRuntime(type) && !Api.IsBelow(type, "System") && !Api.IsIn(type, "System");

    /// <summary>Classes may be services as well in ASP.NET Core: only what says that it is content counts, or is a record.</summary>
    private static bool IsContentOfPlatform(IParameterSymbol parameter, INamedTypeSymbol type) =>
        type.IsRecord || parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "FromBodyAttribute" or "FromFormAttribute" or "FromQueryAttribute" or "AsParametersAttribute");

    /// <summary>Whether an attribute says that a value is no text of the client's, or is checked for more than its length.</summary>
    private static bool IsCheck(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type || s_harmless.Contains(type.Name))
        {
            return attribute.AttributeClass is not null;
        }

        return Api.Is(type, "ValidationAttribute", "System.ComponentModel.DataAnnotations") && !s_lengths.Contains(type.Name);
    }

    /// <summary>Attributes on parameters of a record's constructor count for its properties.</summary>
    private static bool IsAttributeOfConstructor(INamedTypeSymbol type, IPropertySymbol property) =>
        type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Name == property.Name && parameter.GetAttributes().Any(IsCheck)));

    /// <summary>Whether the route lets only some characters into a parameter: <c>{name:alpha}</c>.</summary>
    private bool IsConstrained(IParameterSymbol parameter)
    {
        var start = "{" + parameter.Name + ":";
        return PatternsOf((IMethodSymbol)parameter.ContainingSymbol).Any(pattern =>
        {
            var at = pattern.IndexOf(start, StringComparison.OrdinalIgnoreCase);
            return at >= 0 && Array.Exists(s_constraints, constraint => ConstraintsOf(pattern, at + start.Length).Any(found => found.StartsWith(constraint, StringComparison.OrdinalIgnoreCase)));
        });
    }

    private static string[] ConstraintsOf(string pattern, int start)
    {
        var end = pattern.IndexOf('}', start);
        return pattern.Substring(start, (end < 0 ? pattern.Length : end) - start).Split(':');
    }

    private IEnumerable<string> PatternsOf(IMethodSymbol method)
    {
        var attributes = method.GetAttributes().AsEnumerable();
        if (method.ContainingType is { } type)
        {
            attributes = attributes.Concat(type.GetAttributes());
        }

        var written = attributes.SelectMany(static attribute => attribute.ConstructorArguments).Select(static argument => argument.Kind == TypedConstantKind.Primitive ? argument.Value as string : null).OfType<string>();
        return method.MethodKind == MethodKind.AnonymousFunction
            && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken).Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: [{ Expression: LiteralExpressionSyntax literal }, ..] } }
            ? written.Append(literal.Token.ValueText)
            : written;
    }
}
