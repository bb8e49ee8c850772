using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Which expressions are text that a client has sent, with all the characters that the client likes. What is followed: parameters, members of what was bound, locals
/// with one value, concatenation, and methods of strings that keep characters. Whatever else is called may have looked at the text, so its result is not the client's.
/// Fields and cookies are not asked about: what has passed a field of the request, or the check that cookies get, can be a field of the response.
/// </summary>
internal sealed class PeerText(SemanticModel model, CancellationToken cancellationToken)
{
    private static readonly HashSet<string> s_keeping = new(StringComparer.Ordinal)
    {
        "ToString", "Trim", "TrimStart", "TrimEnd", "ToLower", "ToLowerInvariant", "ToUpper", "ToUpperInvariant", "Substring", "Remove", "Insert", "PadLeft", "PadRight", "First", "FirstOrDefault", "Last", "LastOrDefault", "ElementAt", "Split",
    };

    private static readonly HashSet<string> s_decoding = new(StringComparer.Ordinal) { "UnescapeDataString", "UrlDecode", "HtmlDecode" };

    private readonly PeerParameters _parameters = new(model, cancellationToken);

    /// <summary>Null: it is not text of a client, or not known to be.</summary>
    public SentText? Of(ExpressionSyntax expression, int hops)
    {
        expression = Calls.Strip(expression);
        if (hops == 0 || expression.SyntaxTree != model.SyntaxTree)
        {
            return null;
        }

        return expression switch
        {
            IdentifierNameSyntax name => OfName(name, hops),
            MemberAccessExpressionSyntax member => OfMember(member),
            ElementAccessExpressionSyntax element => OfElement(element, hops),
            InterpolatedStringExpressionSyntax text => text.Contents.OfType<InterpolationSyntax>().Select(part => OfPart(part.Expression, hops - 1)).FirstOrDefault(static sent => sent is not null),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => OfPart(sum.Left, hops - 1) ?? OfPart(sum.Right, hops - 1),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either => Of(either.Left, hops - 1) ?? Of(either.Right, hops - 1),
            ConditionalExpressionSyntax choice => OfChoice(choice, hops),
            InvocationExpressionSyntax call => OfCall(call, hops),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax } call } => OfCall(call, hops),
            _ => null,
        };
    }

    /// <summary>A part of a longer text: numbers and the like have no characters that matter.</summary>
    private SentText? OfPart(ExpressionSyntax part, int hops) => IsText(model.GetTypeInfo(part, cancellationToken).Type) ? Of(part, hops) : null;

    private SentText? OfName(IdentifierNameSyntax name, int hops) => model.GetSymbolInfo(name, cancellationToken).Symbol switch
    {
        IParameterSymbol parameter when IsText(parameter.Type) && _parameters.IsSent(parameter) && IsUnchanged(parameter, name) => SentText.From(name.Identifier.ValueText),
        ILocalSymbol local => OfLocal(local, name, hops),
        _ => null,
    };

    private SentText? OfLocal(ILocalSymbol local, IdentifierNameSyntax name, int hops)
    {
        var sent = Definitions.OnlyOne(local.Name, Calls.MemberOf(name)) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => Of(value, hops - 1),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => Of(assignment.Right, hops - 1),
            ForEachStatementSyntax loop => Of(loop.Expression, hops - 1),
            // What a collection of the request has under a key.
            DeclarationExpressionSyntax { Parent.Parent.Parent: InvocationExpressionSyntax call } when Calls.Name(call) == "TryGetValue" && Calls.ReceiverOf(call) is { } owner && IsCollectionOfRequest(owner) => SentText.From(local.Name),
            _ => null,
        };
        return sent?.As(local.Name);
    }

    /// <summary>A member of what was bound: of a form, of JSON, of a file that was sent.</summary>
    private SentText? OfMember(MemberAccessExpressionSyntax member)
    {
        var type = model.GetTypeInfo(member, cancellationToken).Type;
        if (!IsText(type))
        {
            return null;
        }

        var name = member.Name.Identifier.ValueText;
        var owner = model.GetTypeInfo(member.Expression, cancellationToken).Type;
        if ((owner is { Name: "IFormFile" } && name is "FileName" or "Name" && Api.IsIn(owner, "Microsoft.AspNetCore.Http"))
            || (owner is { Name: "PathString" } && name == "Value" && Api.IsIn(owner, "Microsoft.AspNetCore.Http")))
        {
            return SentText.From(member.ToString());
        }

        if (model.GetSymbolInfo(member, cancellationToken).Symbol is not IPropertySymbol { IsStatic: false } property)
        {
            return null;
        }

        // Each whole that it is a part of stands for it as well: who looks at the order has looked at its name.
        var sent = SentText.From(member.ToString());
        var whole = Calls.Strip(member.Expression);
        while (whole is MemberAccessExpressionSyntax outer && model.GetSymbolInfo(outer, cancellationToken).Symbol is IPropertySymbol { IsStatic: false })
        {
            sent = sent.As(whole.ToString());
            whole = Calls.Strip(outer.Expression);
        }

        return whole is IdentifierNameSyntax root && model.GetSymbolInfo(root, cancellationToken).Symbol is IParameterSymbol parameter && _parameters.IsBound(parameter, property)
            ? sent.As(root.Identifier.ValueText)
            : null;
    }

    private SentText? OfElement(ElementAccessExpressionSyntax element, int hops) =>
        IsCollectionOfRequest(element.Expression) ? SentText.From(element.ToString())
        : IsText(model.GetTypeInfo(element, cancellationToken).Type) ? Of(element.Expression, hops - 1) : null;

    /// <summary>Who chooses by looking at the text has looked at it.</summary>
    private SentText? OfChoice(ConditionalExpressionSyntax choice, int hops) =>
        (Of(choice.WhenTrue, hops - 1) ?? Of(choice.WhenFalse, hops - 1)) is { } sent && !new PeerTextCheck(sent.Names, Calls.MemberOf(choice)).IsIn(choice.Condition) ? sent : null;

    private SentText? OfCall(InvocationExpressionSyntax call, int hops)
    {
        var name = Calls.Name(call);
        var arguments = call.ArgumentList.Arguments;
        if (Calls.ReceiverOf(call) is not { } receiver)
        {
            return null;
        }

        if (s_keeping.Contains(name))
        {
            return OfPart(receiver, hops - 1);
        }

        if (name is "Concat" or "Join" or "Format" && Calls.MethodOf(call, model, cancellationToken) is { ContainingType.SpecialType: SpecialType.System_String })
        {
            return arguments.Select(argument => OfPart(argument.Expression, hops - 1)).FirstOrDefault(static sent => sent is not null);
        }

        if (s_decoding.Contains(name))
        {
            return arguments.Count > 0 ? Of(arguments[0].Expression, hops - 1) ?? (IsTarget(arguments[0].Expression, hops) ? SentText.From(call.ToString()) : null) : null;
        }

        // Octets of content as text.
        return name == "GetString" && arguments.Count > 0 && Api.Is(Calls.ReceiverTypeOf(call, model, cancellationToken), "Encoding", "System.Text")
            && arguments[0].Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(part => model.GetSymbolInfo(part, cancellationToken).Symbol is IParameterSymbol parameter && _parameters.IsContent(parameter))
            ? SentText.From(call.ToString())
            : null;
    }

    /// <summary>Whether an expression is made of the target of the request, which is harmless only while it is encoded.</summary>
    private bool IsTarget(ExpressionSyntax expression, int hops)
    {
        expression = Calls.Strip(expression);
        if (expression is IdentifierNameSyntax name && hops > 0 && model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol local)
        {
            return Definitions.OnlyOne(local.Name, Calls.MemberOf(name)) is VariableDeclaratorSyntax { Initializer.Value: { } value } && IsTarget(value, hops - 1);
        }

        return expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(part => part.Identifier.ValueText is "Target" or "QueryString" or "Path" && part.Parent is MemberAccessExpressionSyntax access
            && access.Name == part && IsRequest(model.GetTypeInfo(access.Expression, cancellationToken).Type));
    }

    private static bool IsRequest(ITypeSymbol? type) => Api.IsHttpRequest(type) || (type is { Name: "Request" or "RequestHead" or "RequestTarget" } && Api.IsIn(type, "Picard"));

    private bool IsCollectionOfRequest(ExpressionSyntax expression) => model.GetTypeInfo(expression, cancellationToken).Type switch
    {
        { Name: "IQueryCollection" or "IFormCollection" or "IRequestCookieCollection" } type => Api.IsIn(type, "Microsoft.AspNetCore.Http"),
        { Name: "RouteValueDictionary" } type => Api.IsIn(type, "Microsoft.AspNetCore.Routing"),
        _ => false,
    };

    /// <summary>Whether nothing else is assigned to a parameter, but where it has no value.</summary>
    private static bool IsUnchanged(IParameterSymbol parameter, IdentifierNameSyntax name) =>
        Definitions.Of(parameter.Name, Calls.MemberOf(name)).All(static definition => definition.IsKind(SyntaxKind.CoalesceAssignmentExpression));

    private static bool IsText(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_String or SpecialType.System_Object } => true,
        IArrayTypeSymbol array => IsText(array.ElementType),
        { Name: "StringValues" } => Api.IsIn(type, "Microsoft.Extensions.Primitives"),
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }], Name: "List" or "IList" or "IReadOnlyList" or "IEnumerable" or "IReadOnlyCollection" } => true,
        _ => false,
    };
}
