namespace Picard.Gen.Generators.Tests;

public sealed class ResponseFieldsTests
{
    private readonly ResponseFields _fields = [];

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("\u007f")]
    [InlineData("\u0001")]
    [InlineData("\u0100")]
    public void Value_ThatCouldBreakOutOfItsLine_IsRefused(string value)
    {
        Assert.Contains("RFC 9110 §5.5", Assert.Throws<ArgumentException>(() => _fields.Add("x", value)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _fields.Set("x", value));
        Assert.Throws<ArgumentException>(() => _fields["x"] = value);
        Assert.Throws<ArgumentException>(() => new Response(StatusCode.Ok) { ContentType = value });
        Assert.Empty(_fields);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a:")]
    [InlineData("a\r\n")]
    [InlineData("ü")]
    public void Name_ThatIsNoToken_IsRefused(string name) =>
        Assert.Contains("RFC 9110 §5.1", Assert.Throws<ArgumentException>(() => _fields.Add(name, "v")).Message, StringComparison.Ordinal);

    [Theory] // Seed EV-64, RS-04
    [InlineData("Content-Length")]
    [InlineData("content-length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Connection")]
    [InlineData("DATE")]
    public void Field_ThatTheFrameworkOwns_IsRefused(string name) =>
        Assert.Contains("The framework owns", Assert.Throws<ArgumentException>(() => _fields.Set(name, "v")).Message, StringComparison.Ordinal);

    [Fact]
    public void Set_ReplacesAndAddAppends()
    {
        _fields.Add("a", " 1\t");
        _fields.Add("A", "2");
        _fields.Add("b", "ü");
        Assert.Equal([new("a", "1"), new("A", "2"), new("b", "ü")], _fields);
        _fields.Set("a", "3");
        Assert.Equal([new("b", "ü"), new("a", "3")], _fields);
        _fields.Set(KnownField.ETag, "\"x\"");
        Assert.Equal("\"x\"", _fields["etag"]);
        Assert.Null(_fields["none"]);
    }

    [Fact]
    public void Status_ThatIsInformational_IsNoResponseAndNoProblem()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Response(StatusCode.Continue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Problem(StatusCode.Continue));
    }
}
