using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

/// <summary>The table: every kind of value × ? × array, with good, missing, empty, repeated, malformed, encoded and hostile input.</summary>
public sealed class BindingTests
{
    private readonly ExchangeHarness _harness = ExchangeHarness.For<KindsApplication>();

    // kind, a good text, another, what the first becomes, what the second becomes, a text that is not one
    public static TheoryData<string, string, string, string, string, string?> Kinds => new()
    {
        { "string", "a", "b", "a", "b", null },
        { "bool", "true", "FALSE", "True", "False", "yes" },
        { "int", "1", "-20", "1", "-20", "99999999999" },
        { "decimal", "1.5", "-2", "1.5", "-2", "1,5x" },
        { "guid", "7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11", "00000000-0000-0000-0000-000000000001", "7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11", "00000000-0000-0000-0000-000000000001", "7f1f9c3e" },
        { "address", "127.0.0.1", "::1", "127.0.0.1", "::1", "300.1.1.1" },
        { "date", "2026-11-24", "2027-01-02", "2026-11-24", "2027-01-02", "2026-13-01" },
        { "label", "x", "y", "x", "y", "!" },
        { "tenant", "abc", "de", "abc", "de", "a1" },
        { "enum", "red", "Green", "Red", "Green", "blue" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_ThatIsGood_IsBound(string kind, string good, string other, string shown, string otherShown, string? bad)
    {
        Assert.Equal(shown, Ok($"/{kind}?v={good}"));
        Assert.Equal(otherShown, Ok($"/{kind}/optional?x=1&v={other}&y"));
        Assert.Equal($"[{shown}|{otherShown}]", Ok($"/{ArrayOf(kind)}?v={good}&w=0&v={other}"));
        Assert.Equal($"[{otherShown}]", Ok($"/{ArrayOf(kind)}?v={other}"));
        _ = bad;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_ThatIsPercentEncoded_IsDecodedOnce(string kind, string good, string other, string shown, string otherShown, string? bad)
    {
        Assert.Equal(shown, Ok($"/{kind}?%76={Encoded(good)}"));
        Assert.Equal(otherShown, Ok($"/{kind}/optional?v={Encoded(other)}"));
        Assert.Equal($"[{shown}|{otherShown}]", Ok($"/{ArrayOf(kind)}?v={Encoded(good)}&v={Encoded(other)}"));
        _ = bad;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_ThatIsMissing_IsRefusedUnlessOptional(string kind, string good, string other, string shown, string otherShown, string? bad)
    {
        Refused($"/{kind}", "is missing");
        Refused($"/{kind}?w={good}", "is missing");
        Assert.Equal("null", Ok($"/{kind}/optional?vv={other}"));
        Assert.Equal("[]", Ok($"/{ArrayOf(kind)}"));
        _ = (shown, otherShown, bad);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_ThatIsEmpty_CountsAsMissingUnlessItIsText(string kind, string good, string other, string shown, string otherShown, string? bad)
    {
        if (kind == "string")
        {
            Assert.Equal("", Ok("/string?v="));
            Assert.Equal("", Ok("/string/optional?v"));
            Assert.Equal("[|a]", Ok("/string/array?v&v=a"));
            return;
        }

        Refused($"/{kind}?v=", "is missing");
        Assert.Equal("null", Ok($"/{kind}/optional?v="));
        _ = (good, other, shown, otherShown, bad);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_ThatIsRepeated_IsRefusedWhereOneIsExpected(string kind, string good, string other, string shown, string otherShown, string? bad)
    {
        Refused($"/{kind}?v={good}&v={other}", "is given more than once");
        Refused($"/{kind}/optional?v={good}&%76={good}", "is given more than once");
        _ = (shown, otherShown, bad);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_ThatIsNotOfItsType_IsRefusedByName(string kind, string good, string other, string shown, string otherShown, string? bad)
    {
        if (bad is not null)
        {
            Refused($"/{kind}?v={bad}", "is not a valid");
            Refused($"/{kind}/optional?v={bad}", "is not a valid");
            Refused($"/{ArrayOf(kind)}?v={good}&v={bad}", "is not a valid");
        }

        foreach (var route in new[] { kind, kind + "/optional", ArrayOf(kind) })
        {
            Refused($"/{route}?v=%ff%fe", "is not percent-encoded UTF-8");
            Refused($"/{route}?v=a%c3", "is not percent-encoded UTF-8");
        }

        _ = (other, shown, otherShown);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_ThatIsHuge_IsRefusedOrText(string kind, string good, string other, string shown, string otherShown, string? bad)
    {
        var huge = new string('9', 6000);
        if (kind is "string" or "label")
        {
            Assert.Equal(huge, Ok($"/{kind}?v={huge}"));
            return;
        }

        Refused($"/{kind}?v={huge}", "is not a valid");
        Refused($"/{kind}/optional?v=%39{huge}", "is not a valid");
        _ = (good, other, shown, otherShown, bad);
    }

    [Theory]
    [InlineData("bool", "True")]
    [InlineData("int", "1")]
    [InlineData("decimal", "1")]
    [InlineData("guid", "7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11")]
    [InlineData("date", "2026-11-24")]
    [InlineData("tenant", "abc")]
    [InlineData("enum", "Red")]
    public void ArrayOfOptional_WithAnEmptyMember_HasNull(string kind, string good)
    {
        Assert.Equal($"[{good}|null|{good}]", Ok($"/{kind}/optional/array?v={good}&v=&v={good}"));
        Assert.Equal("[]", Ok($"/{kind}/optional/array"));
    }

    [Theory]
    [InlineData("string")]
    [InlineData("address")]
    [InlineData("label")]
    public void OptionalArray_WithoutValues_IsNull(string kind)
    {
        Assert.Equal("null", Ok($"/{kind}/array/optional"));
        Assert.Equal(kind == "address" ? "[::1]" : "[a]", Ok($"/{kind}/array/optional?v={(kind == "address" ? "::1" : "a")}"));
    }

    [Fact]
    public void Plus_InTheQuery_IsASpace() => Assert.Equal("a b+c", Ok("/string?v=a+b%2Bc"));

    [Fact]
    public void EncodedPercent_IsNotDecodedTwice() => Assert.Equal("%41", Ok("/string?v=%2541"));

    [Fact]
    public void Text_OfSeveralOctetsACharacter_IsDecoded() => Assert.Equal("grün 👍", Ok("/string?v=gr%C3%BCn%20%F0%9F%91%8D"));

    [Fact]
    public void EnumNumber_WithoutAMember_IsRefused()
    {
        Assert.Equal("Green", Ok("/enum?v=1"));
        Refused("/enum?v=7", "is not a valid Colour");
    }

    [Fact]
    public void DefaultValue_StandsForAMissingValueOnly()
    {
        Assert.Equal("7", Ok("/default"));
        Assert.Equal("8", Ok("/default?v=8"));
        Refused("/default?v=x", "is not a valid integer");
    }

    [Fact]
    public void QueryName_WithASpace_IsFoundInBothSpellings()
    {
        Assert.Equal("1", Ok("/named?the+name=1"));
        Assert.Equal("2", Ok("/named?the%20name=2"));
    }

    [Fact]
    public void Field_OnSeveralLines_IsOneListOfValues()
    {
        Assert.Equal("a, b", _harness.Send("GET /header", "", "X-Value: a", "x-value: b").Content);
        Assert.Equal("[1|2|3]", _harness.Send("GET /header/array", "", "X-Value: 1,2", "x-value: , 3").Content);
        Assert.Equal("[]", _harness.Send("GET /header/array").Content);
        Assert.Equal("null", _harness.Send("GET /header/optional").Content);
        Assert.Equal("text/html", _harness.Send("GET /header/optional", "", "Accept: text/html").Content);
    }

    [Fact]
    public void Field_ThatIsMissingOrBad_IsRefusedByName()
    {
        Assert.Contains("x-value' is missing.", _harness.Send("GET /header").Content, StringComparison.Ordinal);
        Assert.Contains("x-value' is not a valid integer.", _harness.Send("GET /header/int", "", "x-value: 1", "x-value: 2").Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_NeverRepeatsWhatTheClientSent()
    {
        var response = _harness.Send("GET /int?v=%3Cscript%3Ealert%3C/script%3E");
        Assert.Equal("""{"type":"about:blank","title":"Bad Request","status":400,"detail":"The query parameter 'v' is not a valid integer.","parameter":"v"}""", response.Content);
    }

    private static string ArrayOf(string kind) => kind + "/array";

    private static string Encoded(string text) => string.Concat(text.Select(static c => $"%{(int)c:x2}"));

    private string Ok(string target)
    {
        var response = _harness.Send("GET " + target);
        Assert.True(response.Status == 200, $"{target}: {response.StatusLine} {response.Content}");
        return response.Content;
    }

    private void Refused(string target, string why)
    {
        var response = _harness.Send("GET " + target);
        Assert.True(response.Status == 400, $"{target}: {response.StatusLine} {response.Content}");
        Assert.Equal("application/problem+json", response["Content-Type"]);
        var problem = System.Text.Json.JsonDocument.Parse(response.Content).RootElement;
        Assert.Equal("v", problem.GetProperty("parameter").GetString());
        Assert.Contains(why, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
